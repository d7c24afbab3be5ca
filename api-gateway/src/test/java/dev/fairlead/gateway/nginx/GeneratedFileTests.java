package dev.fairlead.gateway.nginx;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.Plans;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedFileTests {

    private static final NginxSettings SETTINGS = new NginxSettings.Properties(
                    Path.of("/generated"),
                    List.of(ApplicationName.of("web-shop")),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)
            .withDefaults();

    @Test
    void splitsClientNetworksToTheBasisPointAndSendsWritesToThePrimary() {
        assertThat(ofApplication(split().writesTo("us-west").build())).isEqualTo("""
                        upstream fairlead.web-shop.us-east {
                            server 192.0.2.1:80;
                            server [2001:db8:0:0:0:0:0:1]:80;
                        }
                        upstream fairlead.web-shop.us-west {
                            server 192.0.2.2:80;
                        }
                        split_clients "web-shop$fairlead_network" $fairlead_web_shop_0 {
                            33.04% fairlead.web-shop.us-east;
                            * fairlead.web-shop.us-west;
                        }
                        map $fairlead_safe $fairlead_web_shop {
                            0 fairlead.web-shop.us-west;
                            1 $fairlead_web_shop_0;
                        }
                        """);
    }

    @Test
    void refusesWritesWithoutAPrimaryAndEverythingWithoutAPlan() {
        RoutingPlan readOnly = plan("web-shop", 1)
                .everyone(share("us-east", 10_000))
                .standing("us-east", Standing.State.SERVING, ServingMode.READ_ONLY, "192.0.2.1:80")
                .build();

        assertThat(ofApplication(readOnly)).endsWith("""
                        split_clients "web-shop$fairlead_network" $fairlead_web_shop_0 {
                            * fairlead.web-shop.us-east;
                        }
                        map $fairlead_safe $fairlead_web_shop {
                            0 fairlead.refused;
                            1 $fairlead_web_shop_0;
                        }
                        """);
        assertThat(ofApplication(plan("other", 1).everyone().build())).isEqualTo("""
                        map $fairlead_safe $fairlead_web_shop {
                            default fairlead.refused;
                        }
                        """);
    }

    @Test
    void sendsWritesPastADataCenterThatTakesNone() {
        RoutingPlan plan = plan("web-shop", 1)
                .network("partners", "203.0.113.0/24", share("us-east", 10_000))
                .everyone(share("us-east", 5_000), share("us-west", 2_500), share("us-north", 2_500))
                .standing("us-east", Standing.State.SERVING, ServingMode.READ_ONLY, "192.0.2.1:80")
                .serving("us-west", "192.0.2.2:80")
                .serving("us-north", "192.0.2.3:80")
                .build();

        assertThat(ofApplication(plan)).endsWith("""
                        split_clients "web-shop$fairlead_network" $fairlead_web_shop_w_0 {
                            * fairlead.refused;
                        }
                        split_clients "web-shop$fairlead_network" $fairlead_web_shop_w_1 {
                            50.00% fairlead.web-shop.us-west;
                            * fairlead.web-shop.us-north;
                        }
                        map $fairlead_web_shop_audience $fairlead_web_shop_writes {
                            0 $fairlead_web_shop_w_0;
                            1 $fairlead_web_shop_w_1;
                        }
                        map $fairlead_safe $fairlead_web_shop {
                            0 $fairlead_web_shop_writes;
                            1 $fairlead_web_shop_reads;
                        }
                        """);
    }

    @Test
    void leavesOutADataCenterWithoutEndpoints() {
        RoutingPlan plan = plan("web-shop", 1)
                .everyone(share("us-east", 5_000), share("us-west", 5_000))
                .serving("us-east")
                .serving("us-west", "192.0.2.2:80")
                .build();

        assertThat(ofApplication(plan)).doesNotContain("us-east").contains("    * fairlead.web-shop.us-west;\n");
    }

    @Test
    void theVersionFollowsFromTheContentAndNotFromTheEpoch() {
        NginxState one = GeneratedFile.of(List.of(split().build()), SETTINGS);
        NginxState newer = GeneratedFile.of(List.of(split().build().as(9)), SETTINGS);
        NginxState other = GeneratedFile.of(List.of(), SETTINGS);

        assertThat(newer).isEqualTo(one);
        assertThat(one.version()).matches("[0-9a-f]{16}").isNotEqualTo(other.version());
        assertThat(one.text()).contains("add_header Fairlead-Version %s always;".formatted(one.version()));
        assertThat(new NginxState("", false).version()).isEmpty();
    }

    private static Plans split() {
        return plan("web-shop", 1)
                .everyone(share("us-east", 3_304), share("us-west", 6_696))
                .serving("us-east", "192.0.2.1:80", "[2001:db8::1]:80")
                .serving("us-west", "192.0.2.2:80");
    }

    /** What stands in the file for the application, behind what is common to all. */
    private static String ofApplication(RoutingPlan plan) {
        String common = GeneratedFile.of(List.of(), SETTINGS).text();
        String noPlan = "map $fairlead_safe $fairlead_web_shop {";
        String text = GeneratedFile.of(List.of(plan), SETTINGS).text();
        return text.substring(common.indexOf(noPlan));
    }
}
