package dev.fairlead.service;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Brings the advice in, which only its own package knows. */
@Configuration(proxyBeanMethods = false)
@ComponentScan("dev.fairlead.service.problem")
class ProblemConfiguration {}
