package io.ctxagent.benchmarks.suite;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs {@link SmallTests} as a build tool does; prints the milliseconds that it took, discovery included. */
public final class SuiteTime {

    private static final int TESTS = 2_000;

    private SuiteTime() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(SmallTests.class))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        double millis = (System.nanoTime() - start) / 1e6;
        long passed = summary.getSummary().getTestsSucceededCount();
        if (passed != TESTS) {
            throw new IllegalStateException(passed + " of " + TESTS + " tests passed");
        }
        System.out.printf("%.1f%n", millis);
    }
}
