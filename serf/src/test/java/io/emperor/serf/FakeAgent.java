package io.emperor.serf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something that listens where an agent should: it reads each question and answers what the test
 * says, by the number of its question, from 1 on.
 */
final class FakeAgent implements AutoCloseable {

  private final ServerSocket server;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** What it does. */
  interface Script {

    /**
     * Answers a question.
     *
     * @param header what was asked, and its number
     * @return whether it goes on
     */
    boolean answer(Fields header, Answers answers) throws IOException;
  }

  /** What it writes to. */
  record Answers(OutputStream out) {

    void write(byte[]... parts) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        all.writeBytes(part);
      }
      out.write(all.toByteArray());
      out.flush();
    }
  }

  FakeAgent(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Greets as an agent does, and takes streams; answers anything else with these bytes. */
  static FakeAgent answering(byte[] bytes, boolean thenEnds) throws IOException {
    return new FakeAgent(
        (header, answers) -> {
          String command = header.text("Command");
          if (command.equals("handshake") || command.equals("stream")) {
            answers.write(ok(header));
            return true;
          }
          answers.write(bytes);
          return !thenEnds;
        });
  }

  static byte[] ok(Fields header) throws UnreadableException {
    return header(header.number("Seq"), "");
  }

  static byte[] header(long number, String error) {
    return MessageWriter.bytes(Map.of("Seq", number, "Error", error));
  }

  SerfAddress address() {
    return new SerfAddress("127.0.0.1", server.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fake-agent");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      MessageReader questions = new MessageReader(socket.getInputStream());
      Answers answers = new Answers(socket.getOutputStream());
      boolean goesOn = true;
      while (goesOn) {
        Fields next = questions.read();
        if (next.values().containsKey("Command")) {
          goesOn = script.answer(next, answers);
        }
      }
    } catch (IOException e) {
      return; // the other side has had enough
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
