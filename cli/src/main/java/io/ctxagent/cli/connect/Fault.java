package io.ctxagent.cli.connect;

import io.ctxagent.cli.Failure;

/**
 * A precondition that does not hold.
 *
 * @param exitCode what an attach ends with
 * @param sentence what is wrong
 * @param mend what to do, in words
 * @param command what to type
 */
record Fault(int exitCode, String sentence, String mend, String command) {

    Failure failure() {
        return new Failure(exitCode, sentence + "; " + mend);
    }
}
