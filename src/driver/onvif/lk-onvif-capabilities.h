/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a camera's security service can do (Security 5.5.7), under its new and its old attribute
 * names; absent means not supported. A plain value. */

#pragma once

#include "camera/lk-ssl-tab.h"
#include "driver/onvif/lk-soap.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean has_security; /* the security service itself; FALSE: device management only */
  gboolean tls_server;
  LkTlsVersions tls_versions; /* that it can speak */
  gboolean client_authentication;
  gboolean pkcs12;
  gboolean pkcs8;
  gboolean pkcs10;
  gboolean self_signed;
  gboolean makes_rsa;
  gboolean makes_ecc;    /* on P-256 */
  guint rsa_bits;        /* the best length to ask for */
  gboolean reads_pbes2;  /* PKCS#12 under AES; TRUE also where nothing is said */
  gboolean enforces_eku; /* can ask for the purpose “client authentication” */
  gboolean auto_deletes_keys;
  gboolean tells_versions; /* which of TLS are enabled, and takes a choice */
  gboolean maps_cn;        /* can take the common name of a certificate for the user's */
  gint64 setup_ms;         /* until a change of the TLS server is in effect; 0: not said */
} LkOnvifCapabilities;

/* @node: the element Capabilities of tas. */
void lk_onvif_capabilities_read (LkOnvifCapabilities *self, const xmlNode *node);

G_END_DECLS
