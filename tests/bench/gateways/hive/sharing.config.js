// Read by Hive Gateway itself (`--config-path`): identical requests in flight share one execution.
export const gatewayConfig = { inboundInflightRequestDeduplication: true };
