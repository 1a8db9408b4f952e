package io.ctxagent.programs;

import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.util.ArrayList;
import java.util.List;

/** Piped streams, readers and writers: still connected afterwards. */
final class PipeCases {

    private PipeCases() {}

    static List<BlockingCase> all() throws IOException {
        List<BlockingCase> cases = new ArrayList<>();
        Bytes one = new Bytes();
        cases.add(of(
                "PipedInputStream.read()", "PipedInputStream.read", one.in::read, () -> one.out.write(1), one::echo));
        Bytes many = new Bytes();
        cases.add(of(
                "PipedInputStream.read(byte[])",
                "PipedInputStream.read",
                () -> many.in.read(new byte[9]),
                () -> many.out.write(1),
                many::echo));
        Bytes full = new Bytes();
        cases.add(of(
                        "PipedOutputStream.write(byte[])",
                        "PipedOutputStream.write",
                        () -> full.out.write(new byte[9_999]),
                        full.in::close,
                        full::room)
                .ready(() -> full.out.write(new byte[9])));
        Bytes single = new Bytes();
        cases.add(of(
                        "PipedOutputStream.write(int)",
                        "PipedOutputStream.write",
                        () -> {
                            while (true) {
                                single.out.write(1);
                            }
                        },
                        single.in::close,
                        single::room)
                .ready(() -> single.out.write(1)));
        Chars oneChar = new Chars();
        cases.add(of(
                "PipedReader.read()", "PipedReader.read", oneChar.in::read, () -> oneChar.out.write(1), oneChar::echo));
        Chars read = new Chars();
        cases.add(of(
                "PipedReader.read(char[])",
                "PipedReader.read",
                () -> read.in.read(new char[9]),
                () -> read.out.write(1),
                read::echo));
        Chars written = new Chars();
        cases.add(of(
                        "PipedWriter.write(char[])",
                        "PipedWriter.write",
                        () -> written.out.write(new char[9_999]),
                        written.in::close,
                        written::room)
                .ready(() -> written.out.write(new char[9])));
        Chars singly = new Chars();
        cases.add(of(
                        "PipedWriter.write(int)",
                        "PipedWriter.write",
                        () -> {
                            while (true) {
                                singly.out.write(0);
                            }
                        },
                        singly.in::close,
                        singly::room)
                .ready(() -> singly.out.write(0)));
        return cases;
    }

    private interface Works {
        boolean still() throws IOException;
    }

    /** A pipe asks whether the threads at its ends live, so the one that was woken tries it itself. */
    private static BlockingCase of(
            String name, String frame, BlockingCase.Call call, BlockingCase.Call release, Works works) {
        String[] complaint = {""};
        BlockingCase.Call tried = () -> {
            try {
                call.run();
            } finally {
                boolean still = Context.background().call(works::still);
                complaint[0] = still ? "" : "the pipe does not work any more";
            }
        };
        BlockingCase blocking = new BlockingCase(name, frame, tried, ChannelCases.quietly(release), () -> complaint[0]);
        return blocking.ready(release, call);
    }

    private static final class Bytes {
        final PipedInputStream in = new PipedInputStream();
        final PipedOutputStream out = new PipedOutputStream();

        Bytes() throws IOException {
            out.connect(in);
        }

        boolean echo() throws IOException {
            out.write(42);
            return in.read() == 42;
        }

        /** Of what was written nothing is broken, and more goes through. */
        boolean room() throws IOException {
            while (in.available() > 0) {
                int left = in.read();
                if (left != 0 && left != 1) {
                    return false;
                }
            }
            return echo();
        }
    }

    private static final class Chars {
        final PipedReader in = new PipedReader();
        final PipedWriter out = new PipedWriter();

        Chars() throws IOException {
            out.connect(in);
        }

        boolean echo() throws IOException {
            out.write(42);
            return in.read() == 42;
        }

        boolean room() throws IOException {
            while (in.ready()) {
                if (in.read() != 0) {
                    return false;
                }
            }
            return echo();
        }
    }
}
