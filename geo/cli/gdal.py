"""GDAL, as far as the command needs it: the formats it reads and writes, and no network.

GDAL knows some 200 formats, several of which follow references to files and addresses or run
commands. Here they are switched off for the program and for all that it starts, before GDAL is
loaded; `geo.intake.readers.content` looks at files besides, as it also does in a notebook, where
GDAL belongs to somebody else.
"""

from __future__ import annotations

import os

# What is left of each GDAL's drivers; a test compares.
WANTED = frozenset(
    {
        *("GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON", "GPKG", "FlatGeobuf", "ESRI Shapefile"),
        *("OpenFileGDB", "KML", "LIBKML", "GPX", "PMTiles", "MBTiles", "MVT"),  # vectors
        *("GTiff", "COG", "PNG", "JPEG", "MEM", "Memory"),
    }
)
_UNWANTED = """
AAIGrid,ACE2,ADBC,ADRG,AIG,AIVector,ARCGEN,AVCBin,AVCE00,AVIF,AirSAR,AmigoCloud,Arrow,BAG,
BASISU,BIGGIF,BLX,BMP,BNA,BSB,BT,BYN,CAD,CALS,CEOS,COASP,COSAR,CPG,CSV,CSW,CTG,CTable2,Carto,
Cloudant,CouchDB,DAAS,DB2ODBC,DDS,DERIVED,DGN,DIMAP,DIPEx,DOQ1,DOQ2,DTED,DWG,DXF,ECRGTOC,ECW,
EDIGEO,EEDA,EEDAI,EHdr,EIR,ELAS,ENVI,ERS,ESAT,ESRIC,EXR,ElasticSearch,Elasticsearch,FAST,
FGdbRaster,FIT,FITS,FileGDB,GDALG,GFF,GFT,GIF,GML,GMLAS,GNMDatabase,GNMFile,GPSBabel,
GRASSASCIIGrid,GRIB,GS7BG,GSAG,GSBG,GSC,GTFS,GTI,GTX,GXF,GenBin,GeoRSS,GeoRaster,Geoconcept,
HANA,HDF4,HDF4Image,HDF5,HDF5Image,HEIF,HF2,HFA,HTF,HTTP,IDB,ILWIS,INGRES,IRIS,ISCE,ISG,
ISIS2,ISIS3,Idrisi,Interlis 1,Interlis 2,JAXAPALSAR,JDEM,JML,JP2ECW,JP2KAK,JP2Lura,
JP2OpenJPEG,JPEGXL,JSONFG,KEA,KMLSUPEROVERLAY,KRO,KTX2,L1B,LAN,LCP,LIBERTIFF,LOSLAS,LVBAG,
Leveller,MAP,MFF,MFF2,MG4Lidar,MRF,MSGN,MSSQLSpatial,MapInfo File,MapML,MiraMonRaster,
MiraMonVector,MongoDBv3,MrSID,MySQL,NAS,NDF,NGSGEOID,NGW,NITF,NOAA_B,NSIDCbin,NTv2,NWT_GRC,
NWT_GRD,OAPIF,OCI,ODBC,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OZI,OpenAir,PAux,PCIDSK,
PCRaster,PDF,PDS,PDS4,PGDUMP,PGeo,PLMOSAIC,PLSCENES,PNM,PRF,Parquet,PostGISRaster,PostgreSQL,
R,RCM,REC,RIK,RMF,ROI_PAC,RPFTOC,RRASTER,RS2,RST,RasterLite2,Rasterlite,S102,S104,S111,S57,
SAFE,SAGA,SAR_CEOS,SDTS,SEGUKOOA,SEGY,SENTINEL2,SGI,SIGDEM,SNAP_TIFF,SNODAS,SOSI,SQLite,SRP,
SRTMHGT,STACIT,STACTA,SUA,SXF,Selafin,TGA,TIGER,TIL,TSX,Terragen,TileDB,UK .NTF,USGSDEM,VDV,
VFK,VICAR,VRT,WAsP,WCS,WEBP,WFS,WMS,WMTS,Walk,XLSX,XODR,XPLANE,XPM,XYZ,ZMap,Zarr,netCDF,
"""
_SETTINGS = {
    "GDAL_DRIVER_PATH": "disable",  # no drivers from elsewhere
    "GDAL_HTTP_PROXY": "off://",  # no scheme that anybody knows: nothing is sent
    "GDAL_HTTPS_PROXY": "off://",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "PROJ_NETWORK": "OFF",
    # GDAL lacks some of the unwanted, and would say so of each whenever it is loaded.
    "CPL_LOG": os.devnull,
}
_NOT_FOR_US = ("no_proxy", "NO_PROXY", "OGR_SKIP", "OGR_SQLITE_LOAD_EXTENSIONS")


def confine() -> None:
    """Switch off GDAL's other drivers and its network, in this process and those it starts."""
    for name in _NOT_FOR_US:
        os.environ.pop(name, None)
    unwanted = [one for line in _UNWANTED.split("\n") for one in line.split(",") if one]
    os.environ.update(_SETTINGS | {"GDAL_SKIP": ",".join(unwanted)})


def allow(driver: str) -> None:
    """Leave one more driver to a command that writes with it, before GDAL is loaded."""
    unwanted = os.environ.get("GDAL_SKIP", "").split(",")
    os.environ["GDAL_SKIP"] = ",".join(one for one in unwanted if one != driver)
