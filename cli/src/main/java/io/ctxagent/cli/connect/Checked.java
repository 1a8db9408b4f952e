package io.ctxagent.cli.connect;

import org.jspecify.annotations.Nullable;

/**
 * What was found out of one precondition.
 *
 * @param name one or two words
 * @param exitCode 0 when it holds, else what an attach would end with
 * @param says one sentence
 * @param command what mends it; null when it holds
 */
public record Checked(
        String name, int exitCode, String says, @Nullable String command) {

    public boolean ok() {
        return exitCode == 0;
    }

    static Checked holds(String name, String says) {
        return new Checked(name, 0, says, null);
    }

    static Checked of(String name, String holds, @Nullable Fault fault) {
        return fault == null
                ? holds(name, holds)
                : new Checked(name, fault.exitCode(), fault.sentence(), fault.command());
    }
}
