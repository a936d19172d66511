package io.emperor.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /v1/events}: every transition, as server-sent events. */
final class EventsServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient EventStream events;

  EventsServlet(Gate gate, EventStream events) {
    super(gate);
    this.events = events;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    events.follow(request, response);
  }
}
