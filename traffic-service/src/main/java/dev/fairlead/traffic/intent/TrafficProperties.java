package dev.fairlead.traffic.intent;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param allowLoopback whether endpoints may be on this machine, which only a demo wants */
@ConfigurationProperties("fairlead.traffic")
record TrafficProperties(@DefaultValue("false") boolean allowLoopback) {}
