package dev.fairlead.deploy.drill.report;

import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.deploy.drill.report.DrillReport.Entry;
import dev.fairlead.deploy.drill.report.DrillReport.Part;
import dev.fairlead.deploy.drill.report.DrillReport.Rpo;
import dev.fairlead.deploy.drill.report.DrillReport.Rto;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report as one page of HTML that loads nothing, to be sent around and kept. */
public final class ReportPage {

    private static final String FRAME = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
            <style>
            body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
            table { border-collapse: collapse; width: 100%% } td, th { text-align: left; padding: .3em .6em; border-bottom: 1px solid #ddd; vertical-align: top }
            .figure { display: inline-block; margin-right: 3em } .figure b { display: block; font-size: 2em }
            .line { width: 40%% } .bar { height: 1em; min-width: 2px; background: #4477aa } .failed { background: #cc4455 } .undone { background: #ccaa33 }
            </style></head><body>
            <h1>%1$s</h1>
            <p>%2$s</p>
            <p><span class="figure">RTO<b>%3$s</b>%4$s</span><span class="figure">RPO<b>%5$s</b>%6$s</span></p>
            <h2>Applications</h2>
            <table><tr><th>Application</th><th>Database</th><th>RTO</th><th>RPO</th><th>Given back in</th></tr>
            %7$s</table>
            <h2>Timeline</h2>
            <table><tr><th>Step</th><th>Began</th><th>Took</th><th class="line"></th><th>What came of it</th></tr>
            %8$s</table>
            </body></html>
            """;

    private final DrillReport report;
    private final Instant end;

    private ReportPage(DrillReport report) {
        this.report = report;
        this.end = Stream.concat(
                        Stream.of(report.startedAt()),
                        report.timeline().stream().flatMap(entry -> Stream.of(entry.startedAt(), end(entry))))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    public static String of(DrillReport report) {
        return new ReportPage(report).text();
    }

    private String text() {
        DrillSpec spec = report.spec();
        String what = spec.mode() == DrillSpec.Mode.AWAY ? "Loss of " : "Read-only ";
        String who = spec.application() == null
                ? "all applications"
                : spec.application().value();
        String title = "%s%s, drill of %s".formatted(what, spec.dataCenter(), who);
        String standing = "%s: %s. %s by %s, began %s, %s."
                .formatted(
                        report.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        report.message(),
                        spec.reason(),
                        report.author(),
                        report.startedAt(),
                        report.endedAt() == null ? "not ended" : "ended " + report.endedAt());
        return FRAME.formatted(
                escaped(title),
                escaped(standing),
                took(report.rto().ms()),
                escaped(sourced(report.rto())),
                lost(report.rpo()),
                escaped(report.rpo().reason()),
                report.applications().stream().map(ReportPage::row).collect(Collectors.joining()),
                report.timeline().stream().map(this::row).collect(Collectors.joining()));
    }

    private static String row(Part part) {
        String database = part.database() == null ? "-" : part.database().value();
        return "<tr><td>%s</td><td>%s</td><td>%s<br>%s</td><td>%s<br>%s</td><td>%s</td></tr>%n"
                .formatted(
                        escaped(part.application().value()),
                        escaped(database),
                        took(part.rto().ms()),
                        escaped(sourced(part.rto())),
                        lost(part.rpo()),
                        escaped(part.rpo().reason()),
                        took(part.backMs()));
    }

    private String row(Entry entry) {
        long whole = Math.max(1, Duration.between(report.startedAt(), end).toMillis());
        long before = Duration.between(report.startedAt(), entry.startedAt()).toMillis();
        long length = Duration.between(entry.startedAt(), end(entry)).toMillis();
        return """
                <tr><td>%s %s</td><td>%s</td><td>%s</td><td><div class="bar %s" style="margin-left: %s%%; width: %s%%"></div></td><td>%s: %s</td></tr>
                """.formatted(
                        escaped(entry.step()),
                        escaped(entry.target()),
                        entry.startedAt(),
                        took(length),
                        name(entry),
                        percent(before, whole),
                        percent(length, whole),
                        name(entry),
                        escaped(entry.message()));
    }

    private static String name(Entry entry) {
        return entry.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Instant end(Entry entry) {
        return Optional.ofNullable(entry.endedAt()).orElse(entry.startedAt());
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f", Math.clamp(100.0 * part / whole, 0.0, 100.0));
    }

    private static String took(@Nullable Long ms) {
        return ms == null ? "-" : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }

    private static String sourced(Rto rto) {
        return rto.source() == null ? rto.reason() : "by %s: %s".formatted(rto.source(), rto.reason());
    }

    private static String lost(Rpo rpo) {
        return rpo.lost() == null ? "-" : rpo.lost() + " lost";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
