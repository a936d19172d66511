package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Logs what it is told to, as often as it is told to. */
public final class Chatty implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.serve("/log", new Log());
  }

  private static final class Log extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      String[] words = request.getQueryString().split("\\*", 2);
      String text = URLDecoder.decode(words[0], StandardCharsets.UTF_8);
      int times = words.length == 1 ? 1 : Integer.parseInt(words[1]);
      for (int i = 0; i < times; i++) {
        LoggerFactory.getLogger("chatty.Words").info("{}", text);
      }
    }
  }
}
