package io.emperor.devagent.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.SizeEstimate;
import io.emperor.devagent.base.Sized;
import io.emperor.devagent.base.Texts;
import io.emperor.devagent.golang.GoDuration;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who may hold locks, and until when. */
public record SessionEntry(
    String id,
    String name,
    String node,
    long lockDelayNanos,
    String behavior,
    String ttl,
    List<String> checks,
    @Nullable List<String> nodeChecks,
    @Nullable List<String> serviceChecks,
    long index)
    implements Sized {

  public SessionEntry at(String newId, long newIndex) {
    return new SessionEntry(
        newId,
        name,
        node,
        lockDelayNanos,
        behavior,
        ttl,
        checks,
        nodeChecks,
        serviceChecks,
        newIndex);
  }

  @Override
  public long letters() {
    return SizeEstimate.letters(id, name, node, behavior, ttl, checks, nodeChecks, serviceChecks);
  }

  public boolean deletes() {
    return behavior.equals("delete");
  }

  public Duration ttlDuration() {
    return ttl.isEmpty() ? Duration.ZERO : GoDuration.parse(ttl);
  }

  /** All checks that it lives by. */
  public List<String> checkIds() {
    List<String> ofNode = nodeChecks == null ? List.of() : nodeChecks;
    List<String> ofServices = serviceChecks == null ? List.of() : serviceChecks;
    return Stream.of(checks, ofNode, ofServices).flatMap(List::stream).toList();
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ID", id).put("Name", name).put("Node", node);
    json.put("LockDelay", BigDecimal.valueOf(lockDelayNanos));
    json.put("Behavior", behavior).put("TTL", ttl);
    if (nodeChecks == null) {
      json.putNull("NodeChecks");
    } else {
      nodeChecks.forEach(json.putArray("NodeChecks")::add);
    }
    if (serviceChecks == null) {
      json.putNull("ServiceChecks");
    } else {
      ArrayNode ofServices = json.putArray("ServiceChecks");
      serviceChecks.forEach(check -> ofServices.addObject().put("ID", check).put("Namespace", ""));
    }
    List<String> others = checks.stream().filter(check -> !check.equals("serfHealth")).toList();
    if (!others.isEmpty()) {
      json.set("Checks", Texts.json(others));
    }
    return json.put("CreateIndex", index).put("ModifyIndex", index);
  }
}
