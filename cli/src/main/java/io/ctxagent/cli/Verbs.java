package io.ctxagent.cli;

import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** The verbs of {@code ctxinspect}, in the order in which its help lists them. */
final class Verbs {

    private static final List<String> NAMES = List.of(
            "ps",
            "attach",
            "tree",
            "threads",
            "leaks",
            "watch",
            "explain",
            "diff",
            "snapshot",
            "check",
            "cancel",
            "detach",
            "doctor",
            "generate-completion",
            "generate-man",
            "help");

    /** They tell of all the others. */
    private static final Set<String> OF_ALL = Set.of("generate-completion", "generate-man", "help");

    private Verbs() {}

    /**
     * Adds what the command line needs: the verb that it begins with, where that can do without the others. To read the
     * annotations of all of them takes longer than most verbs do.
     */
    static void add(CommandLine commands, Terminal terminal, String... args) {
        String first = args.length == 0 ? "" : args[0];
        if (NAMES.contains(first) && !OF_ALL.contains(first)) {
            commands.addSubcommand(verb(first, terminal));
            return;
        }
        for (String name : NAMES) {
            commands.addSubcommand(verb(name, terminal));
        }
    }

    private static Object verb(String name, Terminal terminal) {
        return switch (name) {
            case "ps" -> new PsCommand(terminal);
            case "attach" -> new AttachCommand(terminal).spec();
            case "tree" -> new TreeCommand(terminal).spec();
            case "threads" -> new ThreadsCommand(terminal);
            case "leaks" -> new LeaksCommand(terminal);
            case "watch" -> new WatchCommand(terminal);
            case "explain" -> new ExplainCommand(terminal);
            case "diff" -> new DiffCommand(terminal);
            case "snapshot" -> new SnapshotCommand(terminal);
            case "check" -> new CheckCommand(terminal);
            case "cancel" -> new CancelCommand(terminal);
            case "detach" -> new DetachCommand(terminal);
            case "doctor" -> new DoctorCommand(terminal);
            case "generate-completion" -> new CompletionCommand(terminal);
            case "generate-man" -> new ManCommand(terminal);
            default -> help();
        };
    }

    /** It is picocli's own, which knows no examples. */
    private static CommandLine help() {
        CommandLine help = new CommandLine(new HelpCommand());
        help.getCommandSpec().usageMessage().footer("", "Examples:", "  ctxinspect help", "  ctxinspect help leaks");
        return help;
    }
}
