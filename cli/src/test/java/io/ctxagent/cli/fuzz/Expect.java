package io.ctxagent.cli.fuzz;

/** What holds of every message about input that is refused: it is printed on terminals as it is. */
final class Expect {

    private static final int LONGEST = 1_000;

    private Expect() {}

    static void oneLine(Exception refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (message.length() > LONGEST || message.chars().anyMatch(c -> Character.isISOControl(c))) {
            throw new AssertionError("not a printable line: " + message, refusal);
        }
    }
}
