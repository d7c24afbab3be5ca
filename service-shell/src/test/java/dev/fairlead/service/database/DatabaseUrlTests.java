package dev.fairlead.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTests {

    @Test
    void completesWhatIsMissing() {
        assertThat(DatabaseUrl.parse("jdbc:postgresql://a,b:5433,c/fairlead").ofPrimary())
                .isEqualTo("jdbc:postgresql://a,b:5433,c/fairlead?connectTimeout=3&hostRecheckSeconds=1&loginTimeout=10"
                        + "&socketTimeout=8&targetServerType=primary&tcpKeepAlive=true");
    }

    @Test
    void keepsWhatTheOperatorSet() {
        assertThat(DatabaseUrl.parse("jdbc:postgresql://a/fairlead?socketTimeout=20&sslmode=verify-full&")
                        .ofPrimary())
                .contains("/fairlead?", "socketTimeout=20", "sslmode=verify-full", "connectTimeout=3")
                .doesNotContain("socketTimeout=8");
    }

    @Test
    void readsFromWhoeverAnswersThePrimaryFirst() {
        DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://a,b/fairlead");
        assertThat(url.several()).isTrue();
        assertThat(url.ofAnyone())
                .contains("targetServerType=preferPrimary")
                .doesNotContain("targetServerType=primary");
        assertThat(DatabaseUrl.parse("jdbc:postgresql://a/fairlead?x=1,2").several())
                .isFalse();
    }

    @Test
    void givesMigrationsTime() {
        assertThat(DatabaseUrl.parse("jdbc:postgresql://a/fairlead").ofMigrations())
                .contains("socketTimeout=600", "targetServerType=primary");
        assertThat(DatabaseUrl.parse("jdbc:postgresql://a/fairlead?socketTimeout=7")
                        .ofMigrations())
                .contains("socketTimeout=7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jdbc:h2:mem:", "jdbc:postgresql:fairlead", "jdbc:postgresql://secret", "secret"})
    void refusesWhatIsNoUrlWithoutRepeatingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.parse(url))
                .withMessageStartingWith("spring.datasource.url is not jdbc:postgresql://")
                .withMessageNotContaining("secret");
    }
}
