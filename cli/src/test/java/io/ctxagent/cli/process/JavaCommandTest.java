package io.ctxagent.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaCommandTest {

    @ParameterizedTest
    @CsvSource({
        "java shop.Main --port 80, shop.Main",
        "/usr/bin/java -Xmx1g -cp a.jar:b.jar shop.Main, shop.Main",
        "java --class-path x -ea shop.Main -jar no, shop.Main",
        "java -Xmx1g -jar /opt/shop.jar x, /opt/shop.jar",
        "java -p mods -m shop/shop.Main, shop/shop.Main",
        "java --module-path=mods --module=shop/shop.Main x, shop/shop.Main",
        "java @args --add-opens java.base/java.lang=ALL-UNNAMED shop.Main, shop.Main",
        "java --add-opens=java.base/java.lang=ALL-UNNAMED shop.Main, shop.Main",
        "/opt/ide/bin/ide, ide",
        "java -jar, ''",
    })
    void the_main_class_is_found_as_the_launcher_does(String line, String main) {
        assertThat(new JavaCommand(List.of(line.split(" "))).main()).isEqualTo(main);
    }

    @Test
    void a_process_without_a_command_line_has_no_main_class() {
        assertThat(new JavaCommand(List.of()).main()).isEmpty();
    }

    @Test
    void options_of_the_program_are_not_options_of_the_jvm() {
        JavaCommand command = new JavaCommand(List.of("java", "-Xa", "-jar", "x.jar", "-Xb"));

        assertThat(command.hasOption("-X", "-Xa"::equals)).isTrue();
        assertThat(command.hasOption("-X", "-Xb"::equals)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/opt/ctx-agent.jar, true",
        "ctx-agent.jar, true",
        "/opt/ctx-agent-0.1.0.jar, true",
        "/tmp/x/ctx-agent.jar (deleted), true",
        "/opt/my-ctx-agent.jar, false",
        "/opt/ctx-agent-tools.jar, false",
        "/opt/ctx-agent.jar.bak, false",
        "socket:[123], false",
    })
    void the_agent_is_known_by_its_file(String link, boolean agent) {
        assertThat(AgentPresence.isAgentJar(link)).isEqualTo(agent);
    }
}
