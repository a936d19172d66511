package io.emperor.serf;

import io.emperor.base.DaemonThreads;
import io.emperor.base.SafeText;
import io.emperor.serf.SerfException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Questions, answers and records on one socket. Each question has a number, which its answer and
 * its records bear, so that they may come in any order. It is over at the first sign of trouble,
 * and says once why. Thread safe.
 */
final class Connection {

  /** Bytes of a question: more than serf takes, and less than fit in where they wait to be sent. */
  private static final int LARGEST = 64 << 10;

  private final SerfAddress agent;
  private final Limits limits;
  private final Socket socket;
  private final Object writing = new Object();
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Question> questions = new ConcurrentHashMap<>();
  private final Map<Long, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final CompletableFuture<SerfException> ended = new CompletableFuture<>();

  /**
   * Something that was asked.
   *
   * @param command what the agent calls it
   * @param hasBody whether more than a header answers it
   */
  private record Question(String command, boolean hasBody, CompletableFuture<Fields> answer) {}

  /** Takes records, on the thread that reads: it has to be quick. */
  interface Subscription {

    /**
     * Takes the next one.
     *
     * @param size of how many bytes
     * @return whether more will come
     * @throws SerfException if the connection has to end
     */
    boolean takes(Fields record, long size) throws UnreadableException;

    /** No more will come. */
    void ended(SerfException why);
  }

  /** What still comes for nobody. */
  private static final Subscription STOPPED =
      new Subscription() {
        @Override
        public boolean takes(Fields record, long size) {
          return true;
        }

        @Override
        public void ended(SerfException why) {}
      };

  private Connection(SerfAddress agent, Limits limits, Socket socket) {
    this.agent = agent;
    this.limits = limits;
    this.socket = socket;
  }

  static Connection open(SerfAddress agent, Limits limits) {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(agent.host(), agent.port()), (int) limits.connect().toMillis());
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      close(socket);
      throw SerfException.unreachable(agent, e);
    }
    Connection connection = new Connection(agent, limits, socket);
    new DaemonThreads("serf-reader").newThread(connection::read).start();
    return connection;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("can't happen: nothing is written", e);
    }
  }

  SerfAddress agent() {
    return agent;
  }

  Limits limits() {
    return limits;
  }

  /** Completes with why it is over. */
  CompletableFuture<SerfException> ended() {
    return ended;
  }

  /** Asks what is answered by a header alone. */
  void tell(String command, Map<String, ?> body) {
    Fields unused = await(ask(command, numbers.incrementAndGet(), false, body));
  }

  /** Asks what is answered by more. */
  Fields ask(String command, Map<String, ?> body) {
    return await(ask(command, numbers.incrementAndGet(), true, body));
  }

  /**
   * Asks for records.
   *
   * @return the number that {@link #stopped} takes
   */
  long subscribe(String command, Map<String, ?> body, Subscription subscription) {
    long number = numbers.incrementAndGet();
    subscriptions.put(number, subscription);
    try {
      Fields unused = await(ask(command, number, false, body));
      return number;
    } catch (SerfException e) {
      subscriptions.remove(number);
      subscription.ended(e);
      throw e;
    }
  }

  /**
   * Records that still come are nobody's.
   *
   * @return whether the agent has to be told
   */
  boolean stopped(long number) {
    return subscriptions.put(number, STOPPED) != STOPPED && !ended.isDone();
  }

  private CompletableFuture<Fields> ask(
      String command, long number, boolean hasBody, Map<String, ?> body) {
    Map<String, Object> header = Map.of("Command", command, "Seq", number);
    byte[] message =
        body.isEmpty() ? MessageWriter.bytes(header) : MessageWriter.bytes(header, body);
    if (message.length > LARGEST) {
      throw SerfException.refused(
          agent, command, message.length + " bytes, which are more than " + LARGEST);
    }
    Question question = new Question(command, hasBody, new CompletableFuture<>());
    questions.put(number, question);
    try {
      write(message);
    } catch (IOException e) {
      end(SerfException.unreachable(agent, e));
    }
    SerfException why = ended.getNow(null);
    if (why != null) {
      question.answer.completeExceptionally(why);
    }
    return question.answer;
  }

  private void write(byte[] message) throws IOException {
    synchronized (writing) {
      socket.getOutputStream().write(message);
    }
  }

  private Fields await(CompletableFuture<Fields> answer) {
    try {
      return answer.get(limits.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      SerfException late =
          SerfException.of(
              Kind.UNREACHABLE,
              agent,
              "does not answer within " + limits.answer().toMillis() + " ms; look what it does");
      end(late);
      throw late;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SerfException why
          ? why.seenHere()
          : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SerfException.of(Kind.CLOSED, agent, "was not waited for: the thread was interrupted");
    }
  }

  private void read() {
    try {
      MessageReader reader = new MessageReader(socket.getInputStream());
      while (true) {
        handle(reader);
      }
    } catch (SerfException e) {
      end(e);
    } catch (EOFException e) {
      end(
          SerfException.of(
              Kind.UNREACHABLE, agent, "has ended the connection; its log may say why"));
    } catch (UnreadableException e) {
      end(unreadable(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      end(SerfException.unreachable(agent, e));
    } catch (RuntimeException e) {
      end(unreadable(SafeText.of(e)));
    }
  }

  private SerfException unreadable(String seen) {
    return SerfException.of(
        Kind.UNREADABLE, agent, "says what can't be read (" + seen + "); look whose address it is");
  }

  private void handle(MessageReader reader) throws IOException {
    Fields header = reader.read();
    if (!header.values().containsKey("Seq")) {
      throw new UnreadableException("a header without a number");
    }
    long number = header.number("Seq");
    String error = header.text("Error");
    Question question = questions.get(number);
    if (question != null) {
      answer(question, error, reader);
      questions.remove(number); // not before it is answered: the end may come within the answer
      return;
    }
    Subscription subscription = subscriptions.get(number);
    if (subscription == null || !error.isEmpty()) {
      throw new UnreadableException("an answer that nobody waits for");
    }
    Fields record = reader.read();
    if (!subscription.takes(record, reader.size())) {
      subscriptions.remove(number);
    }
  }

  private void answer(Question question, String error, MessageReader reader) throws IOException {
    if (error.isEmpty()) {
      question.answer.complete(question.hasBody ? reader.read() : Fields.NONE);
    } else {
      question.answer.completeExceptionally(SerfException.refused(agent, question.command, error));
    }
  }

  /** Ends it. What comes later changes nothing. */
  void end(SerfException why) {
    if (!ended.complete(why)) {
      return;
    }
    close(socket);
    questions.values().forEach(question -> question.answer.completeExceptionally(why));
    subscriptions.values().forEach(subscription -> subscription.ended(why));
  }
}
