package io.emperor.springcloudapp;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what Spring has of Consul: a value of the key/value store and the instances. */
@RefreshScope
@RestController
class Greeting {

  private final String greeting;
  private final DiscoveryClient discovery;

  Greeting(@Value("${greeting:}") String greeting, DiscoveryClient discovery) {
    this.greeting = greeting;
    this.discovery = discovery;
  }

  /** {@code GET /greeting}: the key {@code config/spring-cloud-app/greeting}, as it is now. */
  @GetMapping("/greeting")
  String greeting() {
    return greeting;
  }

  /** {@code GET /ports}: the ports of all instances of this app that are passing. */
  @GetMapping("/ports")
  List<Integer> ports() {
    return discovery.getInstances("spring-cloud-app").stream()
        .map(ServiceInstance::getPort)
        .toList();
  }
}
