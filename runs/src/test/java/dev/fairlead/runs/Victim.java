package dev.fairlead.runs;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** A process of its own that carries on trials and stops where they tell it to, so that it can be killed right there. */
final class Victim {

    static final String REACHED = "REACHED ";
    static final RunSettings QUICK = new RunSettings(Duration.ofMillis(400), 40);

    private Victim() {}

    /** Arguments: url, user, password of the database, heartbeat. A line on standard input lets the trials that wait go on. */
    public static void main(String[] args) throws IOException {
        DataSource database = pool(args[0], args[1], args[2]);
        CountDownLatch goOn = new CountDownLatch(1);
        Trial kind = new Trial(new World(JdbcClient.create(database)), (runId, place, input) -> {
            if (place.equals(input.place())) {
                System.out.println(REACHED + runId);
                await(goOn);
            }
        });
        RunSettings settings = new RunSettings(Duration.parse(args[3]), QUICK.threads());
        new Runs(database, JsonMapper.shared(), Clock.systemUTC(), settings, List.of(kind), runId -> {}).carryOn();
        while (System.in.read() >= 0) {
            goOn.countDown();
        }
        Runtime.getRuntime().halt(1);
    }

    static HikariDataSource pool(String url, String user, String password) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(8);
        pool.setConnectionTimeout(2_000);
        return pool;
    }

    private static void await(CountDownLatch goOn) {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts a victim; {@code reached} is told the id of each run that stops where it was told to. */
    static Process start(List<String> arguments, String timeZone, Consumer<String> reached) throws IOException {
        String classPath = Objects.requireNonNullElse(
                System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=" + timeZone,
                "-cp",
                classPath,
                Victim.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread.ofVirtual().start(() -> listen(process, reached));
        return process;
    }

    private static void listen(Process process, Consumer<String> reached) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(REACHED)) {
                    reached.accept(line.substring(REACHED.length()));
                }
            }
        } catch (IOException e) {
            // it was killed
        }
    }
}
