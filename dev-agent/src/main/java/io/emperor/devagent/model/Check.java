package io.emperor.devagent.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.SizeEstimate;
import io.emperor.devagent.base.Sized;
import io.emperor.devagent.base.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the health of a node or of a service on it.
 *
 * @param serviceId empty for one of the node's
 */
public record Check(
    String node,
    String id,
    String name,
    String status,
    String notes,
    String output,
    String serviceId,
    String serviceName,
    @Nullable List<String> serviceTags,
    String type,
    ObjectNode definition,
    long createIndex,
    long modifyIndex)
    implements Sized {

  public static final String PASSING = "passing";
  public static final String WARNING = "warning";
  public static final String CRITICAL = "critical";
  public static final List<String> STATUSES = List.of(PASSING, WARNING, CRITICAL);

  public Check at(long create, long modify) {
    return new Check(
        node,
        id,
        name,
        status,
        notes,
        output,
        serviceId,
        serviceName,
        serviceTags,
        type,
        definition,
        create,
        modify);
  }

  public Check of(Service service) {
    return of(service.id(), service);
  }

  /** Of a service whose ID may be written in another case. */
  public Check of(String writtenId, Service service) {
    return new Check(
        node,
        id,
        name,
        status,
        notes,
        output,
        writtenId,
        service.name(),
        service.tags(),
        type,
        definition,
        createIndex,
        modifyIndex);
  }

  public Check with(String newStatus, String newOutput) {
    return new Check(
        node,
        id,
        name,
        newStatus,
        notes,
        newOutput,
        serviceId,
        serviceName,
        serviceTags,
        type,
        definition,
        createIndex,
        modifyIndex);
  }

  @Override
  public long letters() {
    return SizeEstimate.letters(
        node,
        id,
        name,
        status,
        notes,
        output,
        serviceId,
        serviceName,
        serviceTags,
        type,
        definition);
  }

  public boolean isCritical() {
    return status.equals(CRITICAL);
  }

  public boolean hasSameContent(Check other) {
    return at(0, 0).equals(other.at(0, 0));
  }

  public ObjectNode json(ConsulProfile profile) {
    ObjectNode json = begin();
    json.set("ServiceTags", Texts.json(serviceTags == null ? List.of() : serviceTags));
    json.put("Type", type);
    if (profile.isModern()) {
      json.put("Interval", "").put("Timeout", "").put("ExposedPort", 0);
    }
    json.set("Definition", definition);
    return json.put("CreateIndex", createIndex).put("ModifyIndex", modifyIndex);
  }

  /** As the agent's answers about a service's health have it. */
  public ObjectNode healthJson() {
    ObjectNode json = begin();
    json.set("ServiceTags", serviceTags == null ? json.nullNode() : Texts.json(serviceTags));
    json.put("Type", "");
    ObjectNode empty = json.putObject("Definition");
    empty.put("Interval", "0s").put("Timeout", "0s");
    empty.put("DeregisterCriticalServiceAfter", "0s").put("HTTP", "").putNull("Header");
    empty.put("Method", "").put("Body", "").put("TLSSkipVerify", false).put("TCP", "");
    return json.put("CreateIndex", 0).put("ModifyIndex", 0);
  }

  private ObjectNode begin() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("Node", node).put("CheckID", id).put("Name", name).put("Status", status);
    json.put("Notes", notes).put("Output", output);
    return json.put("ServiceID", serviceId).put("ServiceName", serviceName);
  }
}
