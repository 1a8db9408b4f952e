package io.ctxagent.cli.connect;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that asks a JVM to listen for those who attach; gone at close, and also when the user gives up waiting by Ctrl-C. */
final class AttachRequest implements AutoCloseable {

    private final Path file;
    private final Thread atExit;

    private AttachRequest(Path file) {
        this.file = file;
        this.atExit = new Thread(this::delete);
    }

    static AttachRequest make(Path file) throws IOException {
        AttachRequest request = new AttachRequest(file);
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Somebody else is asking, or gave up and left it.
        }
        try {
            Runtime.getRuntime().addShutdownHook(request.atExit);
        } catch (IllegalStateException e) {
            request.delete(); // this JVM ends already
        }
        return request;
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // It runs.
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The JVM deletes it as well where it can.
        }
    }
}
