package io.ctxagent.javaagent;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ctxagent.boot.BothWon;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;

/** A copy of the API's scope with one fault, which an application has before the right one. */
final class BrokenScope {

    private final Path folder;

    private BrokenScope(Path folder) {
        this.folder = folder;
    }

    /** Two cancels at once both say that they were the one. */
    static BrokenScope ofWhichBothCancelsWin() throws IOException, ClassNotFoundException {
        Path folder = ChildJvm.AGENT.resolveSibling("broken").resolve("both-won");
        new ByteBuddy()
                .redefine(Class.forName("io.ctxagent.context.Scope"))
                .visit(Advice.to(BothWon.class).on(named("cancel").and(takesArguments(1))))
                .make()
                .saveIn(folder.toFile());
        return new BrokenScope(folder);
    }

    String before(String classPath) {
        return folder.toAbsolutePath() + File.pathSeparator + classPath;
    }
}
