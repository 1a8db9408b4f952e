package io.ctxagent.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for fish, whose language is a list of facts. */
final class FishCompletion {

    private FishCompletion() {}

    static String of(CommandLine root) {
        String name = root.getCommandName();
        StringBuilder script = new StringBuilder("complete -c " + name + " -f\n");
        options(root, "complete -c " + name + " -n __fish_use_subcommand", script);
        root.getSubcommands().forEach((verb, command) -> {
            script.append("complete -c ")
                    .append(name)
                    .append(" -n __fish_use_subcommand -a ")
                    .append(verb);
            describe(command.getCommandSpec().usageMessage().description(), script);
            String within = "complete -c " + name + " -n '__fish_seen_subcommand_from " + verb + "'";
            options(command, within, script);
            if (command.getCommandSpec().positionalParameters().stream().anyMatch(FishCompletion::takesFile)) {
                script.append(within).append(" -F\n");
            }
        });
        script.append("complete -c ")
                .append(name)
                .append(" -n '__fish_seen_subcommand_from help' -a '")
                .append(String.join(" ", root.getSubcommands().keySet()))
                .append("'\n");
        return script.toString();
    }

    private static void options(CommandLine command, String begin, StringBuilder script) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            script.append(begin);
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                // A value, and no file unless it is one: by itself fish offers files for every value.
                script.append(takesFile(option) ? " -r -F" : " -x");
                List<String> values = candidates(option);
                if (!values.isEmpty()) {
                    script.append(" -a '").append(String.join(" ", values)).append('\'');
                }
            }
            describe(option.description(), script);
        }
    }

    private static boolean takesFile(ArgSpec argument) {
        return Path.class.equals(argument.auxiliaryTypes()[0]);
    }

    private static List<String> candidates(OptionSpec option) {
        List<String> values = new ArrayList<>();
        Iterable<String> candidates = option.completionCandidates();
        if (candidates != null) {
            candidates.forEach(values::add);
        }
        return values;
    }

    private static void describe(String[] description, StringBuilder script) {
        if (description.length > 0) {
            script.append(" -d '")
                    .append(description[0].replace("\\", "\\\\").replace("'", "\\'"))
                    .append('\'');
        }
        script.append('\n');
    }
}
