package io.ctxagent.cli;

import io.ctxagent.report.format.SourceTree;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sources of a checkout: which of its source roots has a file. Looks for the roots when it is first asked. */
final class SourceRoots implements SourceTree {

    private static final Set<String> LANGUAGES = Set.of("java", "kotlin", "groovy", "scala");
    private static final Set<String> NO_SOURCES = Set.of("target", "build", "out", "node_modules");
    private static final int MAX_DEPTH = 8;

    private final Path base;
    private final Map<String, String> located = new HashMap<>();
    private @Nullable List<Path> roots;

    private SourceRoots(Path base, @Nullable List<Path> roots) {
        this.base = base.toAbsolutePath().normalize();
        this.roots = roots;
    }

    /**
     * Those below {@code base}, or those that are given.
     *
     * @param base the root of the checkout: paths are relative to it
     */
    static SourceTree of(Path base, List<Path> given) {
        return new SourceRoots(
                base,
                given.isEmpty()
                        ? null
                        : given.stream()
                                .map(root -> root.toAbsolutePath().normalize())
                                .toList());
    }

    @Override
    public String locate(String file) {
        return located.computeIfAbsent(file, this::search);
    }

    private String search(String file) {
        if (roots == null) {
            roots = find();
        }
        for (Path root : roots) {
            try {
                Path candidate = root.resolve(file).normalize();
                // A name from a report must not lead out of the sources.
                if (candidate.startsWith(root) && Files.isRegularFile(candidate)) {
                    Path shown = candidate.startsWith(base) ? base.relativize(candidate) : candidate;
                    return shown.toString().replace('\\', '/');
                }
            } catch (InvalidPathException e) {
                return file;
            }
        }
        return file;
    }

    private List<Path> find() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(base, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, new Roots(found));
        } catch (IOException e) {
            // A directory went away meanwhile; the paths are a help and not a promise.
            return found;
        }
        return found.stream().sorted().toList();
    }

    /** Collects {@code src/main/java} and its like, and does not go into them. */
    private static final class Roots extends SimpleFileVisitor<Path> {

        private final List<Path> found;

        Roots(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = String.valueOf(directory.getFileName());
            if (NO_SOURCES.contains(name) || name.startsWith(".") && name.length() > 1) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            int names = directory.getNameCount();
            if (names >= 3
                    && LANGUAGES.contains(name)
                    && directory.getName(names - 3).toString().equals("src")) {
                found.add(directory);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
