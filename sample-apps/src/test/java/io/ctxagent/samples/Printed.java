package io.ctxagent.samples;

import java.util.List;

/**
 * What two runs have in common: times, ids, fingerprints, hashes, ports and line numbers become letters. Line breaks become
 * spaces, because {@code ctxinspect} breaks lines where a longer time pushes words over the edge.
 */
final class Printed {

    private Printed() {}

    static String normalised(List<String> lines) {
        return String.join(" ", lines)
                .replaceAll("\\s+", " ")
                .replaceAll("\\bfp [0-9a-f]{16}", "fp F")
                .replaceAll("@[0-9a-f]{4,8}\\b", "@H")
                .replaceAll("\\.java:\\d+", ".java:L")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:P")
                .replaceAll("\\b(addr=\\S*?|port=|localport=)(/?127\\.0\\.0\\.1|localhost|\\d+)", "$1P")
                .replaceAll("\\b\\d+(\\.\\d+)? ?(ms|s|m|h)(\\d+(s|m))?\\b", "T")
                .replaceAll("\\bJDK \\d+(\\.\\d+)*", "JDK V")
                .replaceAll("\\buser \\S+", "user U")
                .replaceAll("(\\bpid |\\bthread |\\bthreads |#)\\d+(, \\d+)*", "$1N")
                .replaceAll("\\b(ctxinspect [a-z]+ )\\d+", "$1N")
                .replaceAll("\\bc\\d+\\b", "cN")
                .replaceAll("\\b\\d+ (more calls|done|snapshots|withCancel contexts)\\b", "N $1")
                .strip();
    }
}
