package shop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the classes that are named, one by one or at once, as a build tool does, and prints a line for each test and class: path, result,
 * what it is blamed for.
 */
public final class RunTests {

    private static final Pattern RULE = Pattern.compile("CTX\\d{3}");

    private RunTests() {}

    public static void main(String[] args) {
        boolean parallel = args[0].equals("at-once");
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(parallel))
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
        for (int i = 1; i < args.length; i++) {
            request.selectors(DiscoverySelectors.selectClass(args[i]));
        }
        Lines lines = new Lines();
        LauncherFactory.create().execute(request.build(), lines);
        lines.all.forEach(System.out::println);
        System.exit(0);
    }

    private static final class Lines implements TestExecutionListener {

        private final List<String> all = new CopyOnWriteArrayList<>();
        private volatile TestPlan plan;

        @Override
        public void testPlanExecutionStarted(TestPlan started) {
            plan = started;
        }

        @Override
        public void reportingEntryPublished(
                TestIdentifier test, org.junit.platform.engine.reporting.ReportEntry entry) {
            all.add("REPORTED\t" + path(test) + "\t" + rules(String.valueOf(entry.getKeyValuePairs())));
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            Throwable thrown = result.getThrowable().orElse(null);
            if (test.isTest() || thrown != null) {
                all.add(result.getStatus() + "\t" + path(test) + "\t" + (thrown == null ? "" : blame(thrown)));
            }
        }

        private static String blame(Throwable thrown) {
            String first = String.valueOf(thrown.getMessage());
            boolean leak = thrown.getClass().getSimpleName().equals("ContextLeakError");
            String own = leak ? rules(first) : first.lines().findFirst().orElse("");
            String suppressed = List.of(thrown.getSuppressed()).stream()
                    .map(Throwable::getMessage)
                    .map(String::valueOf)
                    .map(Lines::rules)
                    .collect(Collectors.joining(" "));
            return own + (suppressed.isEmpty() ? "" : " + " + suppressed);
        }

        private static String rules(String message) {
            return RULE.matcher(message)
                    .results()
                    .map(match -> match.group())
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(" "));
        }

        private String path(TestIdentifier test) {
            Deque<String> names = new ArrayDeque<>();
            Optional<TestIdentifier> at = Optional.of(test);
            while (at.isPresent() && at.get().getParentIdObject().isPresent()) {
                names.push(at.get().getDisplayName());
                at = plan.getParent(at.get());
            }
            return String.join(" > ", names);
        }
    }
}
