/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the ONVIF face share: one call, its store and its answer. */

#pragma once

#include "simcamera/lk-sim-onvif.h"

#include <gnutls/x509.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

#define LK_SIM_NS_TAS "http://www.onvif.org/ver10/advancedsecurity/wsdl"
#define LK_SIM_NS_TDS "http://www.onvif.org/ver10/device/wsdl"
#define LK_SIM_NS_TT  "http://www.onvif.org/ver10/schema"

/* How this camera differs from a good one of today. */
typedef struct
{
  gint64 legacy;       /* no security service */
  gint64 token;        /* WS-UsernameToken instead of digest */
  gint64 login_always; /* asks for a login where none may be asked for */
  gint64 no_pkcs12;
  gint64 no_pkcs8;
  gint64 no_client;
  gint64 no_keys; /* makes no keys */
  gint64 only_rsa;
  gint64 no_ecc;       /* takes no certificates with keys on elliptic curves */
  gint64 only_3des;    /* reads no PKCS#12 under AES */
  gint64 old_names;    /* of capabilities */
  gint64 tls_versions; /* tells which are enabled */
  gint64 old_tls;      /* the same, and they are old ones */
  gint64 no_tls13;     /* claims TLS 1.3 and does not speak it */
  gint64 cn_maps;      /* can take the common name for the user; 2: does so from the start */
  gint64 key_ms;       /* how long a key takes */
  gint64 setup_ms;     /* until a change of TLS is in effect */
  gint64 max_keys;
  gint64 max_certificates;
  gint64 max_paths;
  gint64 max_policies;
} LkSimQuirks;

/* Kinds of things in the store. */
#define LK_SIM_KEY         "key"
#define LK_SIM_CERTIFICATE "certificate"
#define LK_SIM_PATH        "path"
#define LK_SIM_POLICY      "policy"
#define LK_SIM_ASSIGNED    "assigned" /* with the IDs "path" and "policy" */
#define LK_SIM_CA          "ca"       /* of device management */
#define LK_SIM_TLS         "tls"      /* "versions" and "cn-maps", once they are set */

typedef struct
{
  const LkSimQuirks *quirks;
  LkSimState *state;
  LkSimRequest *http;
  const xmlNode *request; /* the operation's element */
  GKeyFile *store;        /* a working copy */
  LkSimChange change;
  gboolean sets_clock;
  gint64 clock;
  GString *out; /* what stands in the response element */

  /* A fault */
  gboolean is_sender;
  const char *subcode;
  const char *detail;
  const char *reason;
} LkSimOnvifCall;

/* FALSE with a fault set. */
typedef gboolean (*LkSimOnvifHandler) (LkSimOnvifCall *call);

typedef struct
{
  const char *name;
  gboolean is_security;
  LkSimKind kind;
  gboolean is_public;
  gboolean is_legacy;
  const char *grammar; /* the children in order: "Certificate Alias? TrustAnchor+ tt:Name" */
  LkSimOnvifHandler handle;
} LkSimOnvifRow;

/* Each ended by a row without a name. */
extern const LkSimOnvifRow lk_sim_onvif_device_rows[];
extern const LkSimOnvifRow lk_sim_onvif_legacy_rows[];
extern const LkSimOnvifRow lk_sim_onvif_keystore_rows[];
extern const LkSimOnvifRow lk_sim_onvif_key_rows[];
extern const LkSimOnvifRow lk_sim_onvif_tls_rows[];

/* Faults; they give back FALSE. */
/* Sender/InvalidArgVal */
gboolean lk_sim_fault_value (LkSimOnvifCall *call, const char *detail, const char *reason);
/* Receiver/Action */
gboolean lk_sim_fault_action (LkSimOnvifCall *call, const char *detail, const char *reason);
gboolean lk_sim_fault_unsupported (LkSimOnvifCall *call, const char *detail, const char *reason);
gboolean lk_sim_fault_form (LkSimOnvifCall *call, const char *reason);

/* Reading the request. */
gboolean lk_sim_onvif_check (LkSimOnvifCall *call, const xmlNode *node, const char *grammar);
const xmlNode *lk_sim_xml_find (const xmlNode *parent, const char *path);
const xmlNode *lk_sim_xml_next (const xmlNode *node);
char *lk_sim_xml_dup (const xmlNode *parent, const char *path); /* (nullable) */
GBytes *lk_sim_xml_dup_bytes (const xmlNode *parent, const char *path);
gboolean lk_sim_xml_boolean (const xmlNode *parent, const char *path);
gboolean lk_sim_is_one_der (GBytes *bytes);

/* Writing the answer. */
void lk_sim_out (LkSimOnvifCall *call, const char *name, const char *text);
void lk_sim_out_bytes (LkSimOnvifCall *call, const char *name, GBytes *bytes);
void lk_sim_out_boolean (LkSimOnvifCall *call, const char *name, gboolean value);

/* The store: things of a kind with an ID and named texts. IDs are unique for each kind only. */
char *lk_sim_store_add (GKeyFile *store, const char *kind);
void lk_sim_store_remove (GKeyFile *store, const char *kind, const char *id);
gboolean lk_sim_store_has (GKeyFile *store, const char *kind, const char *id);
char **lk_sim_store_list (GKeyFile *store, const char *kind);
/* (nullable) */
char *lk_sim_store_get (GKeyFile *store, const char *kind, const char *id, const char *name);
void lk_sim_store_set (
  GKeyFile *store, const char *kind, const char *id, const char *name, const char *text);
GBytes *
lk_sim_store_get_bytes (GKeyFile *store, const char *kind, const char *id, const char *name);
void lk_sim_store_set_bytes (
  GKeyFile *store, const char *kind, const char *id, const char *name, GBytes *bytes);
/* never NULL */
char **lk_sim_store_get_list (GKeyFile *store, const char *kind, const char *id, const char *name);
void lk_sim_store_set_list (
  GKeyFile *store, const char *kind, const char *id, const char *name, GPtrArray *texts);

/* What follows from the store for TLS. */
void
lk_sim_store_project (GKeyFile *store, const LkSimQuirks *quirks, LkSimKeystore *keystore);
void lk_sim_keystore_clear (LkSimKeystore *keystore);

/* Certificates and keys in it. */
/* (nullable) */
gnutls_x509_crt_t lk_sim_store_open_certificate (GKeyFile *store, const char *kind, const char *id);
/* (nullable) the ID */
char *lk_sim_store_find_key (GKeyFile *store, const char *spki);
char *lk_sim_certificate_dup_spki (gnutls_x509_crt_t certificate);
gboolean lk_sim_store_key_is_private (GKeyFile *store, const char *id);
guint lk_sim_store_count_private (GKeyFile *store);
gnutls_x509_privkey_t lk_sim_store_open_key (GKeyFile *store, const char *id); /* (nullable) */

/* A certificate and, where there is none, its public key; the ID of one that is there already. NULL
 * with a fault. */
char *lk_sim_store_put_certificate (LkSimOnvifCall *call,
                                    gnutls_x509_crt_t certificate,
                                    const char *alias);
char *lk_sim_store_put_key (LkSimOnvifCall *call,
                            gnutls_x509_privkey_t key,
                            const char *alias,
                            gboolean external);

/* TLS: all versions that are offered, those that are enabled, and whether the common name of a
 * certificate is the user's. */
const char *lk_sim_tls_get_offered (const LkSimQuirks *quirks);
char *lk_sim_tls_dup_enabled (GKeyFile *store, const LkSimQuirks *quirks);
gboolean lk_sim_tls_maps_cn (GKeyFile *store, const LkSimQuirks *quirks);

/* A certificate signing request with that common name; (nullable) @names: alternative names. */
GBytes *
lk_sim_onvif_request (gnutls_x509_privkey_t key, const char *common_name, GBytes *names);

/* Signs a certificate for a key by itself. */
GBytes *lk_sim_onvif_sign (gnutls_x509_privkey_t key,
                           const char *common_name,
                           gint64 from,
                           gint64 to,
                           GBytes *alternative_names);

G_END_DECLS
