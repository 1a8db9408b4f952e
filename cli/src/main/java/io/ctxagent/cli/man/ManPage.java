package io.ctxagent.cli.man;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command: of {@code ctxinspect} itself, or of one of its verbs. */
public final class ManPage {

    private final CommandSpec spec;
    private final String name;
    private final String date;
    private final String version;

    private ManPage(CommandSpec spec, String date, String version) {
        this.spec = spec;
        this.name = spec.qualifiedName("-");
        this.date = date;
        this.version = version;
    }

    /**
     * The pages of {@code root} and all its verbs, by the names of their files.
     *
     * @param date of the release
     */
    public static Map<String, String> all(CommandLine root, String date, String version) {
        List<CommandLine> commands = new ArrayList<>(List.of(root));
        commands.addAll(root.getSubcommands().values());
        Map<String, String> pages = new LinkedHashMap<>();
        for (CommandLine command : commands) {
            ManPage page = new ManPage(command.getCommandSpec(), date, version);
            pages.put(page.name + ".1", page.render());
        }
        return pages;
    }

    private String render() {
        Roff roff = new Roff()
                .title(name.toUpperCase(Locale.ROOT), date, spec.root().name() + " " + version)
                .section("NAME")
                .markup(Roff.escaped(name) + " \\- " + Roff.escaped(inOneLine()))
                .section("SYNOPSIS");
        synopsis(roff);
        roff.section("DESCRIPTION").text(description(spec));
        prose(roff);
        arguments(roff);
        options(roff);
        if (spec.parent() == null) {
            commands(roff);
            environment(roff);
        }
        exitStatus(roff);
        examples(roff);
        seeAlso(roff);
        return roff.toString();
    }

    /** The first sentence, as whatis(1) wants it. */
    private String inOneLine() {
        String text = description(spec);
        String first = text.substring(0, text.indexOf('.') < 0 ? text.length() : text.indexOf('.'));
        return Character.toLowerCase(first.charAt(0)) + first.substring(1);
    }

    private static String description(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().description());
    }

    private void synopsis(Roff roff) {
        StringBuilder line = new StringBuilder(Roff.bold(spec.qualifiedName(" ")));
        for (OptionSpec option : sorted()) {
            String most = option.longestName();
            line.append(" [")
                    .append(Roff.bold(most))
                    .append(value(option, most))
                    .append(']');
            line.append(option.isMultiValue() ? "..." : "");
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String label = Roff.italic(parameter.paramLabel()) + (parameter.isMultiValue() ? "..." : "");
            line.append(' ').append(parameter.required() ? label : "[" + label + "]");
        }
        if (spec.parent() == null) {
            line.append(' ').append(Roff.italic("COMMAND"));
        }
        roff.markup(line.toString());
    }

    /** What stands before the examples; a list in it is indented. */
    private void prose(Roff roff) {
        boolean open = false;
        for (String line : footer(false)) {
            if (line.isEmpty()) {
                open = false;
            } else {
                if (!open || line.startsWith(" ")) {
                    roff.paragraph();
                }
                roff.text(line.strip());
                open = true;
            }
        }
    }

    private void examples(Roff roff) {
        List<String> lines = footer(true).stream().map(String::strip).toList();
        List<String> whole = new ArrayList<>();
        for (String line : lines) {
            int last = whole.size() - 1;
            boolean goesOn = last >= 0 && whole.get(last).endsWith("\\");
            whole.add(goesOn ? "    " + line : line);
        }
        if (!whole.isEmpty()) {
            roff.section("EXAMPLES").literal(whole);
        }
    }

    private List<String> footer(boolean examples) {
        List<String> lines = List.of(spec.usageMessage().footer());
        int cut = 0;
        while (cut < lines.size() && !lines.get(cut).startsWith("Example")) {
            cut++;
        }
        return examples ? lines.subList(Math.min(cut + 1, lines.size()), lines.size()) : lines.subList(0, cut);
    }

    private void arguments(Roff roff) {
        if (!spec.positionalParameters().isEmpty()) {
            roff.section("ARGUMENTS");
            spec.positionalParameters()
                    .forEach(parameter -> roff.item(Roff.italic(parameter.paramLabel()), words(parameter)));
        }
    }

    private void options(Roff roff) {
        roff.section("OPTIONS");
        for (OptionSpec option : sorted()) {
            List<String> names = new ArrayList<>();
            for (String each : option.names()) {
                names.add(Roff.bold(each) + value(option, each));
            }
            roff.item(String.join(", ", names), words(option));
        }
    }

    private static String value(OptionSpec option, String optionName) {
        if (option.arity().max() == 0) {
            return "";
        }
        String label = Roff.italic(option.paramLabel());
        boolean isLong = optionName.startsWith("--");
        return option.arity().min() == 0 ? "[=" + label + "]" : (isLong ? "=" : " ") + label;
    }

    private static String words(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private List<OptionSpec> sorted() {
        return spec.options().stream()
                .sorted(Comparator.comparing(option -> option.longestName().replaceFirst("^-+", "")))
                .toList();
    }

    private void commands(Roff roff) {
        roff.section("COMMANDS");
        spec.subcommands()
                .forEach((verb, command) -> roff.item(Roff.bold(verb), description(command.getCommandSpec())));
    }

    private static void environment(Roff roff) {
        roff.section("ENVIRONMENT")
                .item(Roff.bold("JAVA_HOME"), "The Java that runs it, 17 or later; otherwise the java on PATH.")
                .item(Roff.bold("CTXINSPECT_OPTS"), "More options for that Java.")
                .item(Roff.bold("CTXINSPECT_DEBUG"), "Set to anything, errors come with their stacks.")
                .item(Roff.bold("NO_COLOR"), "Set to anything, there are no colours unless --color=always.")
                .item(
                        Roff.bold("GITHUB_STEP_SUMMARY"),
                        "The file that --format github appends its summary to; set by GitHub Actions.");
    }

    private void exitStatus(Roff roff) {
        Map<String, String> codes = spec.root().usageMessage().exitCodeList();
        roff.section("EXIT STATUS");
        codes.forEach((code, words) -> roff.item(Roff.bold(code.strip()), words));
    }

    private void seeAlso(Roff roff) {
        CommandSpec root = spec.root();
        List<String> pages = new ArrayList<>();
        if (spec != root) {
            pages.add(root.name());
        } else {
            root.subcommands().keySet().forEach(verb -> pages.add(root.name() + "-" + verb));
        }
        pages.add("jcmd");
        roff.section("SEE ALSO")
                .markup(String.join(
                        ", ",
                        pages.stream().map(page -> Roff.bold(page) + "(1)").toList()));
    }
}
