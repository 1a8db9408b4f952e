package io.ctxagent.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the JDK throws when an attach fails, as one sentence with something to do in it. */
@EnabledOnOs(OS.LINUX)
class AttachFailureTest {

    private final JvmProcess jvm = new JvmProcesses().self();

    /** As VirtualMachineImpl of JDK 17 and 25 says it after ten seconds. */
    @Test
    void the_time_that_the_jdk_waits_at_most_is_told_as_a_timeout() {
        Failure failure = AttachFailure.of(
                new IllegalStateException(
                        new AttachNotSupportedException("Unable to open socket file /proc/" + jvm.pid()
                                + "/root/tmp/.java_pid" + jvm.pid() + ": target process " + jvm.pid()
                                + " doesn't respond within 10500ms or HotSpot VM not loaded")),
                jvm);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.ATTACH_REFUSED);
        assertThat(failure)
                .hasMessage("JVM " + jvm.pid() + " did not answer for the ten seconds that the JDK waits at most;"
                        + " ctxinspect doctor " + jvm.pid() + " may say why");
    }

    @Test
    void another_refusal_says_how_to_start_it() {
        assertThat(AttachFailure.of(new AttachNotSupportedException("no provider"), jvm))
                .hasMessageContaining("refuses attaching (no provider); start it with -javaagent:ctx-agent.jar");
    }

    /** Types of the module jdk.attach are told by name. */
    private static final class AttachNotSupportedException extends Exception {
        private static final long serialVersionUID = 1;

        AttachNotSupportedException(String message) {
            super(message);
        }
    }
}
