package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Lookups;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Name lookups of {@code InetAddress}. The system's resolver cannot be woken: a lookup is refused under a done context and
 * recorded while it lasts. Hooked behind the literals, in {@code getAllByName0} (JDK 17 to 25), so that an address needs no
 * context to be parsed.
 */
public final class DnsFamily implements BlockingFamily {

    private static final String TYPE = "java.net.InetAddress";

    @Override
    public Family family() {
        return Family.DNS;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(
                Hook.of(Family.DNS, TYPE, "getAllByName0", ByNameAdvice.class),
                Hook.of(Family.DNS, TYPE, "getHostFromNameService", ByAddressAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(Target.of(TYPE, "getAllByName0")
                                .as("InetAddress", "getAllByName", "getByName", "getLocalHost")),
                        Facts.Recorded.ON_ENTRY,
                        true,
                        Facts.NOBODY,
                        Ending.inWords(
                                "refused: a subclass of `UnknownHostException`; of `getLocalHost` the cause",
                                "the same"),
                        "the system's resolver cannot be woken. An address as text is no lookup and is never refused"),
                Facts.shownOnly(
                        Facts.Recorded.ON_ENTRY,
                        "a refusal would be kept as the name of the address",
                        Target.of(TYPE, "getHostFromNameService")
                                .as("InetAddress", "getHostName", "getCanonicalHostName")));
    }

    static final class ByNameAdvice {

        private ByNameAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Argument(0) String host) throws Exception {
            return Lookups.enterByName(host);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Lookups.exit(thrown);
            }
        }
    }

    static final class ByAddressAdvice {

        private ByAddressAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter() {
            return Lookups.enterByAddress();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Lookups.exit(thrown);
            }
        }
    }
}
