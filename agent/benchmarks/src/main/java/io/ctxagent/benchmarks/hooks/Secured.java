package io.ctxagent.benchmarks.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A TLS connection on the loopback whose other end never stops to send: of 256 reads one has to wait for a record. */
@State(Scope.Thread)
public class Secured {

    private static final int LENGTH = 64;
    private static final int RECORD = 16_384;
    private static final char[] PASSWORD = "password".toCharArray();

    private final byte[] message = new byte[LENGTH];
    private final InputStream in;

    public Secured() {
        try {
            SSLContext context = context();
            SSLServerSocket listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> sendForEver(listener), "sends");
            thread.setDaemon(true);
            thread.start();
            SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(listener.getInetAddress(), listener.getLocalPort());
            in = socket.getInputStream();
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int read() throws IOException {
        return in.read(message);
    }

    private static void sendForEver(SSLServerSocket listener) {
        byte[] much = new byte[RECORD];
        try (listener;
                var accepted = listener.accept()) {
            OutputStream out = accepted.getOutputStream();
            while (true) {
                out.write(much);
            }
        } catch (IOException e) {
            // The reader has ended.
        }
    }

    private static SSLContext context() throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore keys = keys();
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static KeyStore keys() throws IOException, GeneralSecurityException, InterruptedException {
        Path folder = Files.createTempDirectory("tls");
        Path file = folder.resolve("keys.p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", "bench", "-keyalg", "EC", "-dname", "CN=127.0.0.1"));
        command.addAll(
                List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore", file.toString()));
        Process made = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool made no key");
        }
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        Files.delete(file);
        Files.delete(folder);
        return keys;
    }
}
