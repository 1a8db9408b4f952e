package io.ctxagent.benchmarks.classload;

import static io.ctxagent.benchmarks.measure.Figures.number;

import io.ctxagent.benchmarks.measure.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@link EveryClass} of a jar without hooks and of a driver of JDBC's, with no agent, with one that does nothing and with ours, in turns.
 * Ours has a cache of woven classes that the round before the first one has filled.
 */
public final class ClassLoadCost {

    private static final List<String> JARS = List.of("kotlin-stdlib", "h2");

    private ClassLoadCost() {}

    /** @param arguments our jar, that of an agent that does nothing, the folder of the libraries, the number of rounds */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path cache = Files.createTempDirectory("ctx-cache");
        Map<String, List<String>> agents = new LinkedHashMap<>();
        agents.put("no agent", List.of());
        agents.put("an empty agent", List.of("-javaagent:" + arguments[1]));
        agents.put("ctx-agent", List.of("-javaagent:" + arguments[0] + "=cache=" + cache));
        int rounds = Integer.parseInt(arguments[3]);
        Table table = new Table("loading, us of CPU for each class: median (least)", "classes", "us", "+us");
        for (String name : JARS) {
            Path jar = jar(Path.of(arguments[2]), name);
            Map<String, List<Double>> micros = new LinkedHashMap<>();
            Map<String, String> classes = new LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) {
                for (Map.Entry<String, List<String>> agent : agents.entrySet()) {
                    String[] counted = run(agent.getValue(), jar).split(" ");
                    classes.put(agent.getKey(), counted[0]);
                    if (round > 0) {
                        micros.computeIfAbsent(agent.getKey(), key -> new ArrayList<>())
                                .add(Long.parseLong(counted[1]) / 1e3 / Long.parseLong(counted[0]));
                    }
                }
            }
            double bare = Collections.min(micros.getOrDefault("no agent", List.of()));
            micros.forEach((agent, all) -> {
                Collections.sort(all);
                table.row(List.of(
                        name + ", " + agent,
                        classes.getOrDefault(agent, ""),
                        number(all.get(all.size() / 2)) + " (" + number(all.get(0)) + ")",
                        number(all.get(0) - bare)));
            });
        }
        table.print(System.out);
        delete(cache);
    }

    private static Path jar(Path folder, String name) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().matches(name + "-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + name + " in " + folder));
        }
    }

    private static String run(List<String> options, Path jar) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), EveryClass.class.getName(), jar.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (process.waitFor() != 0 || line.isEmpty()) {
            throw new IOException("it ended with " + process.exitValue() + ": " + line);
        }
        return line;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
