package io.emperor.admin;

import io.emperor.admin.view.Json;
import io.emperor.logging.LogLevel;
import io.emperor.logging.LogLevels;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/log-level}: how much is logged, from now on another amount perhaps. */
final class LogLevelServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(LogLevelServlet.class);

  LogLevelServlet(Gate gate) {
    super(gate);
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getMethod().equals("POST")) {
      change(request);
    } else {
      require("GET", request);
    }
    Json.send(request, response, 200, LogLevels.all());
  }

  private static void change(HttpServletRequest request) {
    LogLevel level = wanted(request);
    log.info("an operator sets the level of {} to {}", level.logger(), level.level());
    LogLevels.set(level);
  }

  private static LogLevel wanted(HttpServletRequest request) {
    String logger = Objects.requireNonNullElse(RequestQuery.word(request, "logger"), LogLevel.ROOT);
    String level = RequestQuery.word(request, "level");
    if (level == null) {
      throw new RefusedException(400, "say ?logger=LOGGER&level=LEVEL");
    }
    try {
      return new LogLevel(logger, level);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, String.valueOf(e.getMessage()));
    }
  }
}
