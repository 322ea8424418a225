/** What a usual server holds, where nothing else is known of it. */

/** HGX and OAM reference designs, and PCIe servers of two sockets, hold eight accelerators (Open Compute Project, OAI-UBB 1.5; NVIDIA HGX). */
export const acceleratorsPerServer = 8;

/** byte/s, one way: 400 Gbit/s, the network card that most current servers have per accelerator. */
export const usualCard = 50e9;

/** byte/s, one way: 10 Gbit/s, what desk machines with a chip of their own have (Mac Studio, Jetson AGX Orin). */
export const deskCard = 1.25e9;

/** byte/s, one way: accelerators without links of their own talk over PCIe 5.0 x16. */
export const hostFabric = 64e9;
