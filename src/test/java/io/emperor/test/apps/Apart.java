package io.emperor.test.apps;

import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Tells about the process that it is in, and does there what it is told to. */
public final class Apart implements Vassal {

  private volatile Health health = Health.passing();
  private volatile boolean hanging;

  @Override
  public void start(VassalContext context) {
    System.out.println("printed by generation " + context.generation());
    LoggerFactory.getLogger(Apart.class).warn("logged by generation {}", context.generation());
    if (context.settings().containsKey("port")) {
      return;
    }
    context.serve("/pid", new Answer(query -> Long.toString(ProcessHandle.current().pid())));
    context.serve("/env", new Answer(query -> String.valueOf(System.getenv(query))));
    context.serve("/property", new Answer(query -> String.valueOf(System.getProperty(query))));
    context.serve("/setting", new Answer(query -> String.valueOf(context.settings().get(query))));
    context.serve("/data", new Answer(query -> context.dataDirectory().toString()));
    context.serve("/ill", new Answer(this::ill));
    context.serve("/inherit", new Answer(Apart::inherit));
    context.serve("/hang", new Answer(this::hang));
    context.serve("/exit", new Answer(Apart::exit));
  }

  private String ill(String note) {
    health = Health.critical(URLDecoder.decode(note, StandardCharsets.UTF_8));
    return note;
  }

  /** Starts what reads and writes wherever this process does. */
  private static String inherit(String query) {
    try {
      Process child =
          new ProcessBuilder("sh", "-c", "printf inherited; cat; cat <&3; printf forged >&4")
              .inheritIO()
              .start();
      return Long.toString(child.pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String hang(String query) {
    hanging = true;
    return "hanging";
  }

  private static String exit(String status) {
    System.exit(Integer.parseInt(status));
    return status;
  }

  @Override
  public Health health() {
    CountDownLatch never = new CountDownLatch(1);
    while (hanging) {
      try {
        never.await();
      } catch (InterruptedException ignored) {
        // It goes on waiting.
      }
    }
    return health;
  }

  @Override
  public void stop() {
    System.err.println("stopped in order");
  }

  private interface Question {
    String answer(String query);
  }

  private static final class Answer extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Question question;

    Answer(Question question) {
      this.question = question;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String query = Objects.requireNonNullElse(request.getQueryString(), "");
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().print(question.answer(query));
    }
  }
}
