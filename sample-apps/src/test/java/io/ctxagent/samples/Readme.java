package io.ctxagent.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The README of one sample, and what its block {@code console} shows: after a dollar sign a command of the shell, given at the
 * root of the checkout, and below it what it prints. A command that ends in an ampersand goes on in the background, as {@code $!};
 * what it prints after {@code kill $!} stands below that. {@code url=} is the address that it has printed.
 */
record Readme(Path file, List<Step> steps) {

    private static final String BEGIN = "```console";
    private static final String END = "```";

    /** A command and the lines that it prints. */
    record Step(String command, List<String> output) {}

    /** All of those below {@code folder} that show something, by name. */
    static List<Readme> below(Path folder) {
        try (Stream<Path> samples = Files.list(folder)) {
            return samples.map(sample -> sample.resolve("README.md"))
                    .filter(Files::exists)
                    .sorted()
                    .map(Readme::read)
                    .filter(readme -> !readme.steps.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return file.getParent().getFileName().toString();
    }

    private static Readme read(Path file) {
        List<Step> steps = new ArrayList<>();
        boolean inside = false;
        for (String line : lines(file)) {
            if (!inside) {
                inside = line.equals(BEGIN);
            } else if (line.equals(END)) {
                inside = false;
            } else if (line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), new ArrayList<>()));
            } else {
                steps.get(steps.size() - 1).output().add(line);
            }
        }
        return new Readme(file, steps);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
