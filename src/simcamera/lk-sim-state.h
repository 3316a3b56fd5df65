/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the simulated camera behaves, whatever language it is spoken to: the rules of the notice and
 * of the user guides, over what it remembers. The faces (CGI and others) translate requests into
 * these calls and this state into answers; the TLS side asks what to serve. Any thread; every
 * change is saved and recorded before the call returns. */

#pragma once

#include "simcamera/lk-sim-certificate.h"
#include "simcamera/lk-sim-key-pair.h"
#include "simcamera/lk-sim-memory.h"
#include "simcamera/lk-sim-record.h"

G_BEGIN_DECLS

typedef struct _LkSimState LkSimState;

/* What became of a command. */
typedef enum
{
  LK_SIM_DONE,
  LK_SIM_DROPPED, /* the camera says OK and stores nothing: the file is not what belongs there */
  LK_SIM_REFUSED, /* the camera says no */
} LkSimVerdict;

typedef struct
{
  const char *folder; /* (nullable) where the memory survives */
  const char *model;
  const char *firmware;
  const char *date_format;   /* of "Available period" */
  const char *need_password; /* shown until the password opens the file */
  guint slots;
  guint key_password_max;
  LkSimSsl first_ssl;           /* of a fresh camera */
  const gint64 *clock_offset_s; /* (nullable) overrules what is remembered */
} LkSimStateOptions;

/* What to set; fields that stay: -1. */
typedef struct
{
  int ssl; /* LkSimSsl */
  int self_signed_chosen;
  int client_enabled;
} LkSimChange;

typedef enum
{
  LK_SIM_STATUS_NONE,
  LK_SIM_STATUS_VALID,
  LK_SIM_STATUS_INVALID,
} LkSimStatus;

/* The tab at one moment. */
typedef struct
{
  char *model;
  char *firmware;
  LkSimSsl ssl;
  gboolean self_signed_chosen;
  LkSimStatus status;
  LkSimDescription server;
  gboolean key_password_set;
  gboolean client_enabled;
  guint slots;
  LkSimDescription trusted[LK_SIM_MAX_TRUSTED]; /* all NULL where the slot is empty */
} LkSimTab;

/* Whom TLS lets in once client authentication is on, whatever the tab says. */
typedef enum
{
  LK_SIM_DOOR_AS_SET,
  LK_SIM_DOOR_REFUSES_EVERYBODY,
  LK_SIM_DOOR_ASKS_NOBODY,       /* no certificate is asked for */
  LK_SIM_DOOR_LETS_EVERYBODY_IN, /* one is asked for, and nobody insists on it */
  LK_SIM_DOOR_NAMES_OTHERS,      /* the names that are asked for are none that is trusted */
} LkSimDoor;

/* What a new TLS connection meets. */
typedef struct
{
  LkSimKeyPair *server;
  gnutls_x509_crt_t trusted[LK_SIM_MAX_TRUSTED];
  guint n_trusted;
  gboolean client_required;
  LkSimWithout without;
  LkSimDoor door;
  gint64 now;                /* the camera's clock */
  gboolean has_unusable_key; /* no handshake with it comes about */
} LkSimTlsSetup;

LkSimState *
lk_sim_state_new (const LkSimStateOptions *options, LkSimRecord *record, GError **error);
void lk_sim_state_free (LkSimState *self);

LkSimTab *lk_sim_state_dup_tab (LkSimState *self);
void lk_sim_tab_free (LkSimTab *tab);
LkSimSsl lk_sim_state_get_ssl (LkSimState *self);
gint64 lk_sim_state_get_now (LkSimState *self);
char *lk_sim_state_dup_pin (LkSimState *self);
void lk_sim_state_get_tls_setup (LkSimState *self, LkSimTlsSetup *setup);
void lk_sim_tls_setup_clear (LkSimTlsSetup *setup);

/* Commands; @slot counts from 1. */
LkSimVerdict lk_sim_state_apply (LkSimState *self, const LkSimChange *change);
LkSimVerdict lk_sim_state_import_ca (LkSimState *self, guint slot, GBytes *file);
LkSimVerdict lk_sim_state_delete_ca (LkSimState *self, guint slot);
LkSimVerdict lk_sim_state_import_server (LkSimState *self, GBytes *file);
LkSimVerdict lk_sim_state_delete_server (LkSimState *self);
LkSimVerdict lk_sim_state_set_key_password (LkSimState *self, LkSecret *password); /* NULL: reset */
LkSimVerdict lk_sim_state_generate (LkSimState *self, const char *common_name, guint days);
LkSimVerdict lk_sim_state_set_clock (LkSimState *self, gint64 now);

/* A language with a keystore of its own (ONVIF) keeps it here, with what follows from it for
 * TLS. */
typedef struct
{
  GBytes *keystore;
  GBytes *server_file;                 /* (nullable) PEM, certificates and key */
  GBytes *trusted[LK_SIM_MAX_TRUSTED]; /* (nullable) PEM */
  LkSimWithout without;
} LkSimKeystore;

GBytes *lk_sim_state_ref_keystore (LkSimState *self); /* (nullable) */
LkSimVerdict lk_sim_state_set_keystore (LkSimState *self, const LkSimKeystore *keystore);

/* A change of what TLS does takes so long to be in effect. */
void lk_sim_state_set_tls_delay (LkSimState *self, guint delay_ms);

/* Accidents. */
void lk_sim_state_go_back (LkSimState *self); /* to what was remembered before the last command */
void lk_sim_state_set_clock_offset (LkSimState *self, gint64 offset_s);
void lk_sim_state_change_key (LkSimState *self); /* another key is served from now on */

/* The next other key that is to be served is of a kind that TLS cannot use; the camera does not
 * know. */
void lk_sim_state_spoil_next_key (LkSimState *self);
void lk_sim_state_set_door (LkSimState *self, LkSimDoor door);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimState, lk_sim_state_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimTab, lk_sim_tab_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkSimTlsSetup, lk_sim_tls_setup_clear)

G_END_DECLS
