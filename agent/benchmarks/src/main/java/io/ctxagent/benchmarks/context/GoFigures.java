package io.ctxagent.benchmarks.context;

import static io.ctxagent.benchmarks.measure.Figures.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code go test -bench} printed in this run; where Go is not installed, the figures of an earlier machine. */
final class GoFigures {

    // BenchmarkContext/value/10-2    12345    80.10 ns/op    0 live-B/op ...; the processors are the "-2"
    private static final Pattern LINE =
            Pattern.compile("^Benchmark[A-Za-z]+/(\\S+?)(?:-\\d+)?\\s+\\d+\\s+([\\d.]+) ns/op(.*)$");
    private static final Pattern LIVE = Pattern.compile("([\\d.]+) live-B");

    private final Map<String, Double> nanos = new HashMap<>();
    private final Map<String, Double> live = new HashMap<>();

    private GoFigures() {}

    static GoFigures read(Path file) throws IOException {
        GoFigures figures = new GoFigures();
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                figures.nanos.put(matcher.group(1), Double.valueOf(matcher.group(2)));
                Matcher bytes = LIVE.matcher(matcher.group(3));
                if (bytes.find()) {
                    figures.live.put(matcher.group(1), Double.valueOf(bytes.group(1)));
                }
            }
        }
        return figures;
    }

    boolean measured() {
        return !nanos.isEmpty();
    }

    /** Of this run; else what was measured earlier. */
    double nanos(String name, double earlier) {
        return pick(nanos.get(name), earlier);
    }

    double live(String name, double earlier) {
        return pick(live.get(name), earlier);
    }

    /** In brackets where it is not of this run. */
    String cell(double value) {
        String text = number(value);
        return measured() || Double.isNaN(value) ? text : "(" + text + ")";
    }

    private static double pick(@Nullable Double measured, double earlier) {
        if (measured != null) {
            return measured;
        }
        return earlier == 0 ? Double.NaN : earlier;
    }
}
