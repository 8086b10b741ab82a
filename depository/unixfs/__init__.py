"""UnixFS under the profile `unixfs-v1-2025` of IPIP-499: files and directories as blocks."""
