package io.ctxagent.javaagent;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.ctxagent.boot.TooLate;
import io.ctxagent.boot.TooSoon;
import java.nio.file.Path;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.StubMethod;

/** Copies of the shipped jar with one fault each in the handshake. */
final class BrokenAgent {

    private BrokenAgent() {}

    /** The caller leaves while the waker's interrupt is still on its way. */
    static Path thatLeavesTooSoon() throws Exception {
        String name = "io.ctxagent.boot.InterruptibleCall";
        byte[] broken = new ByteBuddy()
                .redefine(Class.forName(name))
                .visit(Advice.to(TooSoon.class).on(named("fire")))
                .make()
                .getBytes();
        return copy("leaves-too-soon", name, broken);
    }

    /** Nobody waits for the user's interrupts in flight. */
    static Path thatDoesNotWaitForTheUser() throws Exception {
        String name = "io.ctxagent.boot.Interrupts";
        byte[] broken = new ByteBuddy()
                .redefine(Class.forName(name))
                .method(named("awaitNoneInFlight"))
                .intercept(StubMethod.INSTANCE)
                .visit(Advice.to(TooLate.class).on(named("after")))
                .make()
                .getBytes();
        return copy("does-not-wait", name, broken);
    }

    private static Path copy(String fault, String className, byte[] broken) throws Exception {
        Path copy = ChildJvm.AGENT.resolveSibling("broken").resolve(fault + ".jar");
        return RepackedAgent.copy(copy, "boot/" + className.replace('.', '/') + ".class", broken);
    }
}
