package io.emperor.bench.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Greets, and has itself in Consul. */
@SpringBootApplication
@RestController
public class Service {

  @GetMapping("/")
  String hello() {
    return "Hello\n";
  }

  public static void main(String[] args) {
    SpringApplication.run(Service.class, args);
  }
}
