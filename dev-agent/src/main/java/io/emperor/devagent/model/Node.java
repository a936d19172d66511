package io.emperor.devagent.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.SizeEstimate;
import io.emperor.devagent.base.Sized;
import io.emperor.devagent.base.Texts;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine, as the catalog has it. */
public record Node(
    String id,
    String name,
    String address,
    @Nullable Map<String, String> taggedAddresses,
    @Nullable Map<String, String> meta,
    long createIndex,
    long modifyIndex)
    implements Sized {

  public Node at(long create, long modify) {
    return new Node(id, name, address, taggedAddresses, meta, create, modify);
  }

  public boolean hasSameContent(Node other) {
    return id.equals(other.id)
        && name.equals(other.name)
        && address.equals(other.address)
        && Objects.equals(taggedAddresses, other.taggedAddresses)
        && Objects.equals(meta, other.meta);
  }

  @Override
  public long letters() {
    return SizeEstimate.letters(id, name, address, taggedAddresses, meta);
  }

  public boolean hasMeta(Map<String, String> wanted) {
    Map<String, String> own = meta == null ? Map.of() : meta;
    return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(own.get(e.getKey())));
  }

  /** What of it stands in every answer about it, under the given name for its metadata. */
  ObjectNode begin(String metaName) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ID", id).put("Node", name).put("Address", address);
    json.put("Datacenter", AgentIdentity.DATACENTER);
    json.set("TaggedAddresses", Texts.json(taggedAddresses));
    json.set(metaName, Texts.json(meta));
    return json;
  }

  public ObjectNode json() {
    return begin("Meta").put("CreateIndex", createIndex).put("ModifyIndex", modifyIndex);
  }
}
