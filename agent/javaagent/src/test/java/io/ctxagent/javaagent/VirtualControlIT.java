package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.programs.EveryCallProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The control of {@link WakeIT}, {@link CallsIT} and {@link ChannelIT} on virtual threads: without the agent the same calls, all at
 * once, are still blocked after their contexts were cancelled, for as long as a wake may take.
 */
class VirtualControlIT {

    private static final String FAMILIES =
            "queue,lock,future,wait,join,socket,process,httpclient,above-socket,more-futures," + "own-queue,tls,"
                    + ChannelIT.FAMILIES + ",sleep";

    /** Calls that hold their carrier would leave none for the others. */
    private static final List<String> FLAGS =
            List.of("-Djdk.virtualThreadScheduler.parallelism=64", "-Djdk.virtualThreadScheduler.maxPoolSize=256");

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {FAMILIES, "h2", "postgresql", "mariadb"})
    void withoutTheAgentNoCallEnds(String what) throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
        boolean database = !what.contains(",");
        assumeTrue(!database || WakeIT.answers(what), () -> "no " + what + " on its loopback port");
        try (ChildJvm jvm = ChildJvm.start(FLAGS, EveryCallProgram.class, database ? "jdbc" : what, "virtual", what)) {
            int port = Integer.parseInt(
                    jvm.awaitLine(line -> line.startsWith("PORT ")).substring("PORT ".length()));
            tell(port);
            jvm.awaitLine("TOLD"::equals);
            assertThat(jvm.out()).filteredOn(line -> line.startsWith("CASE ")).isNotEmpty();
            assertThat(jvm.out()).noneMatch(line -> line.startsWith("ENDED "));
            tell(port);
        }
    }

    private static void tell(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(1);
        }
    }
}
