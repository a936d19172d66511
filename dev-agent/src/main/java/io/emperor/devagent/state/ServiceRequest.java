package io.emperor.devagent.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.Fields;
import io.emperor.devagent.golang.GoList;
import io.emperor.devagent.golang.GoMap;
import io.emperor.devagent.golang.GoScalar;
import io.emperor.devagent.golang.GoStruct;
import io.emperor.devagent.model.Addresses;
import io.emperor.devagent.model.MetaRules;
import io.emperor.devagent.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What someone who wants a service registered says about it, and whether it makes sense. */
public record ServiceRequest(Service service, List<CheckRequest> checks) {

  public static final GoStruct WEIGHTS =
      new GoStruct("Weights", "structs.Weights", true).with(GoScalar.INT, "Passing", "Warning");
  public static final GoMap ADDRESSES =
      new GoMap(
          new GoStruct("ServiceAddress", "structs.ServiceAddress", true)
              .with(GoScalar.STRING, "Address")
              .with(GoScalar.INT, "Port"),
          "map[string]structs.ServiceAddress");
  private static final GoStruct BODY =
      new GoStruct(
              "",
              "struct { EnableTagOverrideSnake bool \"json:\\\"enable_tag_override\\\"\";"
                  + " TaggedAddressesSnake map[string]structs.ServiceAddress"
                  + " \"json:\\\"tagged_addresses\\\"\"; *structs.Alias }",
              true)
          .with(GoScalar.STRING, "Kind", "ID", "Name", "Address", "Token")
          .with(GoList.STRINGS, "Tags")
          .with(GoMap.STRINGS, "Meta")
          .with(ADDRESSES, "TaggedAddresses")
          .alias("tagged_addresses", "TaggedAddresses")
          .with(GoScalar.INT, "Port")
          .with(CheckRequest.IN_SERVICE, "Check")
          .with(new GoList(CheckRequest.IN_SERVICE, "structs.CheckTypes"), "Checks")
          .with(WEIGHTS, "Weights")
          .with(GoScalar.BOOL, "EnableTagOverride")
          .alias("enable_tag_override", "EnableTagOverride")
          .with(GoScalar.ANY, "Proxy", "Connect");
  private static final long HEAVIEST = 65_535;

  /**
   * Reads it.
   *
   * @throws HttpError if it makes no sense
   */
  public static ServiceRequest read(Body body, String node) {
    Fields fields = BODY.decode(body, "Request decode failed: ");
    String name = fields.text("Name");
    if (name.isEmpty()) {
      throw HttpError.badRequest("Missing service name");
    }
    String address = fields.text("Address");
    if (Addresses.isAny(address)) {
      throw HttpError.badRequest("Invalid service address");
    }
    Map<String, String> meta = fields.textMap("Meta");
    MetaRules.require(meta);
    Service.Weights weights = weights(fields.struct("Weights"));
    List<Fields> checks = new ArrayList<>(fields.structs("Checks"));
    Fields single = fields.struct("Check");
    if (single != null && !single.isEmpty()) {
      checks.add(0, single);
    }
    List<CheckRequest> wanted = checks.stream().map(CheckRequest::inService).toList();
    refuseMesh(fields);
    wanted.forEach(CheckRequest::requireServed);
    String id = fields.text("ID").isEmpty() ? name : fields.text("ID");
    Service service =
        new Service(
            node,
            id,
            name,
            fields.textsOrNull("Tags"),
            address,
            withIps(addresses(fields), address, fields.number("Port")),
            meta,
            fields.number("Port"),
            weights,
            fields.flag("EnableTagOverride"),
            0,
            0);
    return new ServiceRequest(service, wanted);
  }

  private static Service.Weights weights(@Nullable Fields weights) {
    if (weights == null) {
      return Service.Weights.EVEN;
    }
    String complaint = complaint(weights);
    if (complaint != null) {
      throw HttpError.badRequest("Invalid Weights: " + complaint);
    }
    return new Service.Weights(weights.number("Passing"), weights.number("Warning"));
  }

  /** What is wrong with weights, if anything is. */
  public static @Nullable String complaint(Fields weights) {
    long passing = weights.number("Passing");
    long warning = weights.number("Warning");
    if (passing < 1) {
      return "Passing must be greater than 0";
    }
    if (warning < 0) {
      return "Warning must be greater or equal than 0";
    }
    boolean heavy = passing > HEAVIEST || warning > HEAVIEST;
    return heavy ? "DNS Weight must be between 0 and 65535" : null;
  }

  /** Refuses what belongs to the service mesh. */
  public static void refuseMesh(Fields fields) {
    for (String part : List.of("Proxy", "Connect")) {
      JsonNode json = fields.json(part);
      if (json != null && !json.isEmpty()) {
        throw HttpError.notServed("services of the mesh (" + part + ")");
      }
    }
    if (!fields.text("Kind").isEmpty()) {
      throw HttpError.notServed("services of the mesh (Kind)");
    }
  }

  public static @Nullable Map<String, Service.Address> addresses(Fields fields) {
    if (!fields.hasValue("TaggedAddresses")) {
      return null;
    }
    Map<String, Service.Address> addresses = new TreeMap<>();
    fields
        .structMap("TaggedAddresses")
        .forEach(
            (tag, at) ->
                addresses.put(tag, new Service.Address(at.text("Address"), at.number("Port"))));
    return addresses;
  }

  private static @Nullable Map<String, Service.Address> withIps(
      @Nullable Map<String, Service.Address> given, String address, long port) {
    String version = Addresses.version(address);
    if (version.isEmpty()) {
      return given;
    }
    Map<String, Service.Address> addresses = new TreeMap<>(given == null ? Map.of() : given);
    Service.Address at = new Service.Address(address, port);
    addresses.putIfAbsent("lan_" + version, at);
    addresses.putIfAbsent("wan_" + version, at);
    return addresses;
  }
}
