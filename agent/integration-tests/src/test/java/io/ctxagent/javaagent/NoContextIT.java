package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Without a current context each call is what it is without the agent: it stays when others are cancelled, and ends at the user's
 * interrupt, or does not. On platform threads: the JDK's own interrupt of a virtual thread in {@code FileChannel.lock} hangs.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "ctx.test.all", matches = "true", disabledReason = "scripts/test --all has the time")
class NoContextIT {

    @Test
    void aCallIsWhatItIsWithoutTheAgent() {
        List<String> families = new ArrayList<>(List.of("queue,lock,future,sleep,wait,join,socket,process,httpclient"
                + ",above-socket,more-futures,own-queue,tls," + ChannelIT.FAMILIES));
        Stream.of("h2", "postgresql", "mariadb").filter(WakeIT::answers).forEach(families::add);
        List<String> with = InterruptIT.ends(InterruptIT.AGENT, String.join(",", families), "none", "platform");
        assertThat(with).hasSizeGreaterThan(100);
        assertThat(with).anyMatch(end -> end.contains("by interrupt")).anyMatch(end -> end.endsWith("by release"));
        assertThat(with).isEqualTo(InterruptIT.ends(List.of(), String.join(",", families), "none", "platform"));
    }
}
