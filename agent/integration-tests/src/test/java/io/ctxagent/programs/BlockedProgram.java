package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;

/** One thread in the first call of each family, named after it: {@code platform|virtual}. Ends when its standard input does. */
public final class BlockedProgram {

    private BlockedProgram() {}

    public static void main(String[] args) throws Exception {
        CancelScope scope = Context.background().withCancel();
        for (String family : ChannelCases.FAMILIES) {
            BlockingCase blocking = ChannelCases.of(family, "cancel").get(0);
            Thread thread = WakeProgram.thread(args[0], () -> block(scope, blocking));
            thread.setName(family);
            thread.start();
            WakeProgram.awaitBlocked(thread, blocking.frame());
        }
        System.out.println("READY");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    private static void block(CancelScope scope, BlockingCase blocking) {
        scope.run(ChannelCases.quietly(blocking.call()));
    }
}
