package io.ctxagent.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.ITypeInfo;
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
            options(command, "complete -c " + name + " -n '__fish_seen_subcommand_from " + verb + "'", script);
        });
        return script.toString();
    }

    private static void options(CommandLine command, String begin, StringBuilder script) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            script.append(begin);
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                script.append(" -r");
                ITypeInfo type = option.typeInfo();
                ITypeInfo values =
                        type.isCollection() ? type.getAuxiliaryTypeInfos().get(0) : type;
                if (values.isEnum()) {
                    script.append(" -a '")
                            .append(String.join(" ", values.getEnumConstantNames()))
                            .append('\'');
                }
                if (option.paramLabel().equals("FILE") || option.paramLabel().equals("JAR")) {
                    script.append(" -F");
                }
            }
            describe(option.description(), script);
        }
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
