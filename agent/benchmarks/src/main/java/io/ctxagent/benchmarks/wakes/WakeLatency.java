package io.ctxagent.benchmarks.wakes;

import static io.ctxagent.benchmarks.measure.Figures.number;

import io.ctxagent.benchmarks.measure.Table;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.List;

/**
 * From {@code cancel()} to the first instruction after the blocked call, by the wall clock; beside a call of a database what its
 * driver's own cancel takes, in the same run. To be run under the agent: without it the first round would not end.
 */
public final class WakeLatency {

    private final Table table =
            new Table("ms from cancel to the caller", "family", "thread", "median", "p99", "most", "x by hand");
    private final int rounds;

    private WakeLatency(int rounds) {
        this.rounds = rounds;
    }

    /** @param arguments how many rounds */
    public static void main(String[] arguments) throws Exception {
        quietDrivers();
        WakeLatency latency = new WakeLatency(Integer.parseInt(arguments[0]));
        for (Wait wait : Waits.all()) {
            for (String kind :
                    Runtime.version().feature() >= 21 ? List.of("platform", "virtual") : List.of("platform")) {
                latency.measure(wait, kind);
            }
        }
        latency.table.print(System.out);
        System.exit(0);
    }

    /** MariaDB's tells of each statement that was cancelled. */
    static void quietDrivers() {
        System.setProperty("mariadb.logging.disable", "true");
    }

    private void measure(Wait wait, String kind) throws Exception {
        double[] millis = new Rounds(wait, kind, UnderContext::new).millis(rounds);
        if (wait.cancel() == null) {
            row(wait.name(), wait.family(), kind, millis, "");
            return;
        }
        double[] byHand = CancelByHand.millis(wait, kind, rounds);
        row(wait.name(), wait.family(), kind, millis, number(median(millis) / median(byHand)));
        row(wait.name() + ", by hand", "no agent", kind, byHand, "");
    }

    private void row(String name, String family, String kind, double[] millis, String ratio) {
        table.row(List.of(
                name,
                family,
                kind,
                number(median(millis)),
                number(millis[(int) Math.ceil(rounds * 0.99) - 1]),
                number(millis[rounds - 1]),
                ratio));
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static final class UnderContext implements Rounds.Ending {

        private final CancelScope scope = Context.background().withCancel();

        @Override
        public Runnable around(Runnable call) {
            return scope.context().wrap(call);
        }

        @Override
        public void end() {
            scope.cancel();
        }
    }
}
