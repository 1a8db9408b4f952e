package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A command line with a verb knows that one alone, and every other one knows all. */
class VerbsTest {

    @Test
    void each_verb_has_the_name_that_it_is_made_by() {
        Set<String> all = verbs();
        assertThat(all).hasSizeGreaterThan(10).contains("tree", "help", "generate-completion", "generate-man");
        for (String name : all) {
            if (!Set.of("help", "generate-completion", "generate-man").contains(name)) {
                assertThat(verbs(name, "4711")).containsExactly(name);
            }
        }
    }

    @Test
    void what_lists_or_does_not_know_the_verbs_has_all_of_them() {
        assertThat(verbs("help")).isEqualTo(verbs());
        assertThat(verbs("generate-completion")).isEqualTo(verbs());
        assertThat(verbs("generate-man", "man")).isEqualTo(verbs());
        assertThat(verbs("--help")).isEqualTo(verbs());
        assertThat(verbs("treee")).isEqualTo(verbs());
    }

    private static Set<String> verbs(String... args) {
        CommandLine commands = new CommandLine(CommandLine.Model.CommandSpec.create());
        Verbs.add(commands, Terminal.system(), args);
        return commands.getSubcommands().keySet();
    }
}
