package io.emperor.admin;

import io.emperor.admin.view.AsyncAnswer;
import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfEventBody;
import io.emperor.provisioning.handler.SerfEvents;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** {@code /v1/serf-events}: what the event handler of somebody's serf agent was told. */
final class SerfEventsServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient Optional<SerfEvents> events;

  /** Each waits for a body, or for what an event brings to be kept. */
  private final transient Semaphore takers = new Semaphore(4);

  /** Each waits for an answer, and keeps no event from being taken. */
  private final transient Semaphore askers = new Semaphore(4);

  /** What is done by no more than so many at once: the other threads are for operators. */
  private interface Step<T> {
    T done() throws IOException;
  }

  SerfEventsServlet(Gate gate, Optional<SerfEvents> events) {
    super(gate);
    this.events = events;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("POST", request);
    SerfEvents taker = events.orElseThrow(() -> new RefusedException(404, MembershipServlet.NONE));
    SerfEvent event = within(takers, () -> event(request));
    Semaphore places = event.isQuery() ? askers : takers;
    send(request, response, within(places, () -> taker.take(event)));
  }

  private static <T> T within(Semaphore places, Step<T> step) throws IOException {
    if (!places.tryAcquire()) {
      throw new RefusedException(503, "the emperor takes other events: ask again");
    }
    try {
      return step.done();
    } finally {
      places.release();
    }
  }

  private static SerfEvent event(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(SerfEventBody.LONGEST + 1);
    if (body.length > SerfEventBody.LONGEST) {
      throw new RefusedException(413, "the body is longer than any event");
    }
    try {
      return SerfEventBody.parse(body);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, String.valueOf(e.getMessage()));
    }
  }

  private static void send(HttpServletRequest request, HttpServletResponse response, byte[] answer)
      throws IOException {
    response.setContentType("application/octet-stream");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    AsyncAnswer.send(request, response, ByteBuffer.wrap(answer));
  }
}
