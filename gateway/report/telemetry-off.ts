// Imported first, for its effect, by whatever starts the hub: @apollo/gateway reads these when its modules are loaded.
// https://www.apollographql.com/docs/graphos/reference/data-privacy (usage reporting of the gateway family since 2.14)
process.env["APOLLO_TELEMETRY_DISABLED"] = "1";
// A key or graph reference left in the environment would switch on usage reporting and remote configuration.
for (const name of Object.keys(process.env)) {
  if (/^APOLLO_(KEY|GRAPH_|SCHEMA_|UPLINK_|OUT_OF_BAND_)/.test(name)) delete process.env[name];
}
