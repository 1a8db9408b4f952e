package io.ctxagent.benchmarks.wakes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a driver's own cancel takes, in a JVM without the agent: {@link Wait#cancel} is called where {@link WakeLatency} cancels a
 * context. The rest is the driver's and the server's.
 */
public final class CancelByHand {

    private CancelByHand() {}

    /** Prints the milliseconds of each round. @param arguments the name of the call, the kind of thread, how many rounds */
    public static void main(String[] arguments) throws Exception {
        WakeLatency.quietDrivers();
        List<Wait> all = new ArrayList<>();
        Statements.add(all);
        Wait wait = all.stream()
                .filter(each -> each.name().equals(arguments[0]))
                .findAny()
                .orElseThrow();
        Wait.Cancel cancel = Objects.requireNonNull(wait.cancel());
        double[] millis = new Rounds(wait, arguments[1], () -> byHand(cancel)).millis(Integer.parseInt(arguments[2]));
        for (double each : millis) {
            System.out.println(each);
        }
        System.exit(0);
    }

    private static Rounds.Ending byHand(Wait.Cancel cancel) {
        return new Rounds.Ending() {
            @Override
            public Runnable around(Runnable call) {
                return call;
            }

            @Override
            public void end() throws Exception {
                cancel.cancel();
            }
        };
    }

    /** The same as {@link Rounds#millis}, of a JVM that is started for it. */
    static double[] millis(Wait wait, String kind, int rounds) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CancelByHand.class.getName(),
                wait.name(),
                kind,
                String.valueOf(rounds));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double[] millis =
                process.inputReader().lines().mapToDouble(Double::parseDouble).toArray();
        if (process.waitFor() != 0 || millis.length != rounds) {
            throw new IllegalStateException(wait.name() + " by hand: " + Arrays.toString(millis));
        }
        return millis;
    }
}
