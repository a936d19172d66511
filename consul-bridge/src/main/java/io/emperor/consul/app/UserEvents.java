package io.emperor.consul.app;

import com.fasterxml.jackson.core.type.TypeReference;
import io.emperor.api.ConsulException;
import io.emperor.api.UserEvent;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** User events, Consul's unless something else carries them. Safe for use by many threads. */
public final class UserEvents {

  private static final Logger log = LoggerFactory.getLogger(UserEvents.class);
  private static final TypeReference<List<Event>> EVENTS = new TypeReference<>() {};

  /** Of an event with its name, whatever else is in it. */
  private static final int LARGEST = 512;

  private final AgentHttp http;
  private final Optional<EventCarrier> carrier;

  /** An event as Consul sends it. */
  @SuppressWarnings("ArrayRecordComponent") // lives between the parser and the copying UserEvent
  record Event(String id, String name, byte @Nullable [] payload, long lTime) {

    Event {
      Objects.requireNonNull(id, "ID");
      Objects.requireNonNull(name, "Name");
    }

    UserEvent userEvent() {
      return new UserEvent(id, name, payload == null ? new byte[0] : payload, lTime);
    }
  }

  /**
   * Asks nothing yet.
   *
   * @param carrier carries them in Consul's place; empty for Consul
   */
  public UserEvents(AgentHttp http, Optional<EventCarrier> carrier) {
    this.http = http;
    this.carrier = carrier;
  }

  /** What carries them in Consul's place. */
  Optional<EventCarrier> carrier() {
    return carrier;
  }

  /**
   * Publishes an event. Not repeated by itself.
   *
   * @return its ID; empty if it was not Consul who carried it
   * @throws ConsulException if it can't be published
   */
  public String publish(String name, byte[] payload) {
    String what = "publish('" + name + "')";
    Names.checked(what, name);
    if (payload == null) {
      throw Failures.invalid(what, "the payload is null");
    }
    int tooMany = name.getBytes(StandardCharsets.UTF_8).length + payload.length - LARGEST;
    if (tooMany > 0) {
      throw Failures.invalid(
          what,
          "name and payload have "
              + tooMany
              + " bytes more than the 512 of an event; publish where to find it, such as a key");
    }
    if (carrier.isPresent()) {
      carrier.get().publish(name, payload);
      return "";
    }
    HttpUrl url = http.url("event", "fire", name).build();
    Request request = new Request.Builder().url(url).put(RequestBody.create(payload)).build();
    try {
      return AgentHttp.JSON.readValue(http.write(what, request), Event.class).id();
    } catch (IOException | RuntimeException e) {
      throw e instanceof ConsulException failure
          ? failure
          : Failures.unreadable(what, http.agents(), true, e);
    }
  }

  /** The same for a text, sent as UTF-8. */
  String publish(String name, String payload) {
    if (payload == null || !Names.encodable(payload)) {
      throw Failures.invalid("publish('" + name + "')", "the payload is null or not valid Unicode");
    }
    return publish(name, payload.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What takes all events that are known, again and again, and tells of those that came after this
   * call. Without an answer now, of those that come after the first answer.
   */
  Consumer<List<UserEvent>> later(EventsNamed query, Consumer<UserEvent> listener) {
    NewEvents later = new NewEvents(listener);
    String what = "watchEvent('" + query.name() + "')";
    try {
      later.know(http.read(what, query.address(http.url()).build(), query::read));
    } catch (ConsulException e) {
      log.debug("{}: which events are old is known with the first answer", what, e);
    }
    return later;
  }

  static List<UserEvent> read(byte[] body) throws IOException {
    return AgentHttp.JSON.readValue(body, EVENTS).stream().map(Event::userEvent).toList();
  }
}
